package io.clusterkit.test.junit;

import io.clusterkit.test.ClusterTime;
import io.clusterkit.test.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link TestCluster} of its own, as a parameter of the test or of what runs before and after it; it
 * ends with the test. With {@code @ExtendWith(ClusterExtension.class)} on real time, or
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ClusterExtension CLUSTERS = ClusterExtension.stepped(1);
 *
 * @Test
 * void silenceIsNoticed(TestCluster network) { … }
 * }</pre>
 *
 * <p>The seed of a test that failed on stepped time is published as its report entry {@code cluster.seed}.
 */
public final class ClusterExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ClusterExtension.class);

    private final ClusterTime time;
    private final long seed;

    /** Clusters on real time. */
    public ClusterExtension() {
        this(ClusterTime.REAL, 1);
    }

    private ClusterExtension(ClusterTime time, long seed) {
        this.time = time;
        this.seed = seed;
    }

    /** Clusters on {@linkplain ClusterTime#STEPPED stepped time}. */
    public static ClusterExtension stepped(long seed) {
        return new ClusterExtension(ClusterTime.STEPPED, seed);
    }

    /** Clusters on real time, with this seed for their networks' troubles. */
    public static ClusterExtension real(long seed) {
        return new ClusterExtension(ClusterTime.REAL, seed);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestCluster.class
                && test.getTestMethod().isPresent();
    }

    /** Called again for the same test, it gives the same. */
    @Override
    public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return store(test).computeIfAbsent(this, key -> TestCluster.create(time, seed), TestCluster.class);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        @Nullable TestCluster used = store(test).remove(this, TestCluster.class);
        if (used == null) {
            return;
        }
        if (time == ClusterTime.STEPPED && test.getExecutionException().isPresent()) {
            test.publishReportEntry("cluster.seed", String.valueOf(used.seed()));
        }
        used.close();
    }

    private static ExtensionContext.Store store(ExtensionContext test) {
        return test.getStore(NAMESPACE);
    }
}
