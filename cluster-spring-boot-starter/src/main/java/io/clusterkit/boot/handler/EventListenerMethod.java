package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.Event;
import io.clusterkit.Registration;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.member.Member;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.PatternMatchUtils;

/** A method that takes events. */
final class EventListenerMethod implements ClusterMethodBinding {
    private static final Logger log = LoggerFactory.getLogger(EventListenerMethod.class);

    private final ClusterMethod method;
    private final Set<Long> channels;
    private final List<String> tags;
    private final Arguments<Event> arguments;

    EventListenerMethod(
            ClusterMethod method, MergedAnnotation<ClusterEventListener> annotation, PayloadConverter converter) {
        this.method = method;
        this.channels = ChannelsAttribute.of(annotation, method);
        this.tags = tags(annotation.getStringArray("tags"));
        if (!method.returnsNothing()) {
            throw method.invalid(
                    "it returns " + method.returnType() + ", but nobody waits for the answer to an event",
                    "Return nothing; to answer, use @QueryHandler.");
        }
        this.arguments = new Arguments.Binder<Event>()
                .givePayload(converter, Event::payload)
                .giveHeaders(Event::headers)
                .give(Member.class, Event::from)
                .give(Event.class, event -> event)
                .bind(method);
    }

    @Override
    public Registration addTo(Cluster cluster) {
        Set<Long> missing = new TreeSet<>(channels);
        missing.removeAll(cluster.channels());
        if (!missing.isEmpty()) {
            log.warn(
                    "{} listens on channels {}, which this member is not on: it hears nothing there until the member joins"
                            + " them, by cluster.channels or Cluster.joinChannel",
                    method,
                    missing);
        }
        return cluster.onEvent(this::handle);
    }

    private void handle(Event event) throws Exception {
        if (isFor(event)) {
            method.invoke(arguments.of(event));
        }
    }

    private boolean isFor(Event event) {
        if (!channels.isEmpty() && !channels.contains(event.channel())) {
            return false;
        }
        for (String tag : tags) {
            if (event.from().tags().asList().stream().noneMatch(has -> PatternMatchUtils.simpleMatch(tag, has))) {
                return false;
            }
        }
        return true;
    }

    private List<String> tags(String[] given) {
        return Arrays.stream(given)
                .map(tag -> {
                    String resolved = method.resolve(tag);
                    if (resolved.isBlank()) {
                        throw method.invalid("one of its tags is blank", "Name a tag of the sender, or remove it.");
                    }
                    return resolved;
                })
                .toList();
    }

    /** Lower ones are called first. */
    int order() {
        return method.order();
    }
}
