package io.clusterkit.test.context;

import io.clusterkit.test.ClusterTest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds {@link ClusterTest} on test classes, what they extend, and those they are nested in. */
final class ClusterTestContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        ClusterTest wanted = TestContextAnnotationUtils.findMergedAnnotation(testClass, ClusterTest.class);
        return wanted == null ? null : new ClusterTestContextCustomizer(wanted.time(), wanted.seed());
    }
}
