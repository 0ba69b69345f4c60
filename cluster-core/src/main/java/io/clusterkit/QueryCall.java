package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryListener;
import io.clusterkit.registry.Resolver;
import io.clusterkit.routing.SendOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question under construction: whom, what, how long. Not thread-safe. */
public final class QueryCall {
    private final Session session;
    private final Target target = new Target();
    final @Nullable String name;
    Payload payload = Payload.empty();
    Duration timeout;
    long channel = Channels.BROADCAST;
    boolean broadcast;
    SendOptions sendOptions = SendOptions.DEFAULT;

    @Nullable
    String id;

    @Nullable
    QueryListener listener;

    QueryCall(Session session, @Nullable String name, Duration timeout) {
        this.session = session;
        this.name = name;
        this.timeout = timeout;
    }

    /** Asks members that have each of these words; all others if there are none. */
    public QueryCall to(String... words) {
        return to(Resolver.words(List.of(words)));
    }

    /** Asks members that are meant. */
    public QueryCall to(Resolver resolver) {
        target.resolver = resolver;
        return this;
    }

    /** Asks these members, beside those that a resolver means. */
    public QueryCall to(Collection<Member> members) {
        target.members = List.copyOf(members);
        return this;
    }

    /** Asks this member, beside those that a resolver means. */
    public QueryCall to(Member member) {
        return to(List.of(member));
    }

    public QueryCall data(String text) {
        return data(Payload.of(text));
    }

    public QueryCall data(Payload payload) {
        this.payload = payload;
        return this;
    }

    /** How long to wait for answers, at least 1 ms. */
    public QueryCall timeout(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("timeout must be at least 1 ms but is " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /** Asks on this channel; members that are not on it do not answer. */
    public QueryCall channel(long channel) {
        this.channel = OptionChecks.channel("channel", channel);
        return this;
    }

    /** Only by these protocols, in this order. */
    public QueryCall protocols(String... protocols) {
        this.sendOptions = SendOptions.by(List.of(protocols));
        return this;
    }

    /** Asks all at once by one multicast, if it fits a datagram; else each by itself. */
    public QueryCall broadcast() {
        this.broadcast = true;
        return this;
    }

    /** An id of your own; an open query with the same id is finished first. */
    public QueryCall id(String id) {
        this.id = id;
        return this;
    }

    /** Is told of each outcome as it comes. */
    public QueryCall listener(QueryListener listener) {
        this.listener = listener;
        return this;
    }

    /** Asks. Does not wait for answers; may wait a bounded time when a queue is full. */
    public Query ask() {
        return session.ask(this, target.resolve(session));
    }
}
