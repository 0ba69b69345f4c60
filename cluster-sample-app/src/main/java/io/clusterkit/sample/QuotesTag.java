package io.clusterkit.sample;

import java.util.List;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code cluster.tags} has the tag {@code quotes}. */
final class QuotesTag implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        BindResult<List<String>> tags =
                Binder.get(context.getEnvironment()).bind("cluster.tags", Bindable.listOf(String.class));
        return tags.isBound() && tags.get().contains("quotes");
    }
}
