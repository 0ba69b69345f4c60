package io.clusterkit.sample.web;

import io.clusterkit.Event;
import io.clusterkit.boot.ClusterEventListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The last events that came. Thread-safe. */
@Component
@ConditionalOnWebApplication
class EventFeed {
    static final int CAPACITY = 100;

    private final LiveController live;
    private final Deque<Heard> latest = new ArrayDeque<>(); // guarded by this

    EventFeed(LiveController live) {
        this.live = live;
    }

    /** An event that came. */
    record Heard(Instant at, String from, long channel, String data) {}

    @ClusterEventListener
    synchronized void hear(Event event) {
        Heard heard = new Heard(Instant.now(), event.from().uuid(), event.channel(), event.text());
        if (latest.size() == CAPACITY) {
            latest.removeFirst();
        }
        latest.addLast(heard);
        live.tell(heard);
    }

    /** The newest last. */
    synchronized List<Heard> latest() {
        return List.copyOf(latest);
    }
}
