package io.clusterkit.boot.autoconfigure.multiplexer;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when there are properties of at least one multiplexer. */
final class OnMultiplexersCondition extends SpringBootCondition {
    private static final String PROPERTY = "cluster.multiplexers";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Multiplexers");
        BindResult<Map<String, Object>> found =
                Binder.get(context.getEnvironment()).bind(PROPERTY, Bindable.mapOf(String.class, Object.class));
        return found.isBound()
                ? ConditionOutcome.match(message.found("multiplexer", "multiplexers")
                        .items(found.get().keySet()))
                : ConditionOutcome.noMatch(message.didNotFind("property").items(PROPERTY));
    }
}
