package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Headers;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryListener;
import io.clusterkit.registry.Resolver;
import io.clusterkit.routing.SendOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question under construction: whom, what, how long. Not thread-safe. */
public final class QueryCall {
    private final Session session;
    private final Target target = new Target();
    final @Nullable String name;
    Payload payload = Payload.empty();
    Map<String, String> headers = Map.of();
    Duration timeout;
    long channel = Channels.BROADCAST;
    boolean broadcast;
    SendOptions sendOptions;

    @Nullable
    String id;

    @Nullable
    QueryListener listener;

    QueryCall(Session session, @Nullable String name, Duration timeout) {
        this.session = session;
        this.sendOptions = session.sendOptions();
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
        target.members = List.of(member);
        return this;
    }

    public QueryCall data(String text) {
        return data(Payload.of(text));
    }

    public QueryCall data(Payload payload) {
        this.payload = payload;
        return this;
    }

    /** Adds a header, or replaces the one of this name; as {@link #headers}. */
    public QueryCall header(String name, String value) {
        return headers(Map.of(name, value));
    }

    /**
     * Adds headers, which replace those of the same names. They reach members that understand them (Java members that
     * announce it), over any protocol but multicast; others get the same without headers.
     *
     * @throws IllegalArgumentException if a name is empty, or all together are more than {@link Headers#MAX_ENTRIES} or
     *     {@link Headers#MAX_BYTES}
     */
    public QueryCall headers(Map<String, String> headers) {
        this.headers = Headers.plus(this.headers, headers);
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
        this.sendOptions = session.sendOptions().withProtocols(List.of(protocols));
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
