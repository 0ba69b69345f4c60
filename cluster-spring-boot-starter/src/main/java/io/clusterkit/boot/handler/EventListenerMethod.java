package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.Event;
import io.clusterkit.Registration;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.member.Member;
import java.util.Set;
import org.springframework.core.annotation.MergedAnnotation;

/** A method that takes events. */
final class EventListenerMethod implements ClusterMethodBinding {
    private final ClusterMethod method;
    private final Set<Long> channels;
    private final Arguments<Event> arguments;

    EventListenerMethod(
            ClusterMethod method, MergedAnnotation<ClusterEventListener> annotation, PayloadConverter converter) {
        this.method = method;
        this.channels = ChannelsAttribute.of(annotation, method);
        if (!method.returnsNothing()) {
            throw method.invalid(
                    "it returns " + method.returnType() + ", but nobody waits for the answer to an event",
                    "Return nothing; to answer, use @QueryHandler.");
        }
        this.arguments = new Arguments.Binder<Event>()
                .givePayload(converter, Event::payload)
                .give(Member.class, Event::from)
                .give(Event.class, event -> event)
                .bind(method);
    }

    @Override
    public Registration addTo(Cluster cluster) {
        return cluster.onEvent(this::handle);
    }

    private void handle(Event event) throws Exception {
        if (channels.isEmpty() || channels.contains(event.channel())) {
            method.invoke(arguments.of(event));
        }
    }
}
