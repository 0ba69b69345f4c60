package io.clusterkit.sample.web;

import io.clusterkit.Cluster;
import io.clusterkit.EventCall;
import io.clusterkit.packet.Channels;
import io.clusterkit.routing.SendOutcome;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells members, {@code POST /event}, and shows what was heard, {@code GET /events}. */
@RestController
@ConditionalOnWebApplication
class EventController {
    private final Cluster cluster;
    private final EventFeed feed;

    EventController(Cluster cluster, EventFeed feed) {
        this.cluster = cluster;
        this.feed = feed;
    }

    /**
     * What to tell.
     *
     * @param data what it carries; none: empty text
     * @param to words that each receiver has, such as tags; none: all other members
     * @param channel from 0 up; none: 0, which all hear
     * @param broadcast whether by one multicast for all rather than to each; none: to each
     */
    record Message(
            @Nullable String data,
            @Nullable List<@Nullable String> to,
            @Nullable Long channel,
            @Nullable Boolean broadcast) {
        static final Message EMPTY = new Message(null, null, null, null);
    }

    /** What became of it, each receiver once. */
    record Sent(List<Outcome> outcomes) {}

    /** What became of it for one receiver. */
    record Outcome(
            String member,
            List<String> tags,
            Status outcome,
            @Nullable String error,
            @Nullable String protocol) {
        enum Status {
            SENT,
            FAILED
        }

        static Outcome of(SendOutcome outcome) {
            Throwable cause = outcome.cause();
            return new Outcome(
                    outcome.member().uuid(),
                    outcome.member().tags().asList(),
                    outcome.sent() ? Status.SENT : Status.FAILED,
                    cause == null ? null : String.valueOf(cause.getMessage()),
                    outcome.protocol());
        }
    }

    @PostMapping("/event")
    Sent send(@RequestBody(required = false) @Nullable Message message)
            throws InterruptedException, ExecutionException {
        Message told = message == null ? Message.EMPTY : message;
        long channel = told.channel() == null ? Channels.BROADCAST : told.channel();
        if (channel < 0) {
            throw new BadFieldException("channel", "must be a whole number from 0 up but is " + channel);
        }
        EventCall call = cluster.event()
                .data(told.data() == null ? "" : told.data())
                .channel(channel)
                .broadcast(Boolean.TRUE.equals(told.broadcast()));
        String[] words = Words.of(told.to());
        if (words.length > 0) {
            call.to(words);
        }
        return new Sent(call.send().get().outcomes().stream().map(Outcome::of).toList());
    }

    /** The last 100 that came, the newest last. */
    @GetMapping("/events")
    List<EventFeed.Heard> events() {
        return feed.latest();
    }
}
