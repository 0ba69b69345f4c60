package io.clusterkit.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches on members that {@code cluster.tags} gives this tag. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(ConditionalOnTag.OnTag.class)
@interface ConditionalOnTag {
    String value();

    /** Looks at {@code cluster.tags}. */
    final class OnTag implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnTag.class.getName());
            return attributes != null
                    && Binder.get(context.getEnvironment())
                            .bind("cluster.tags", Bindable.listOf(String.class))
                            .orElse(List.of())
                            .contains(attributes.get("value"));
        }
    }
}
