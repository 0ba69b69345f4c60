package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Headers;
import io.clusterkit.packet.Payload;
import io.clusterkit.registry.Resolver;
import io.clusterkit.routing.SendOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message under construction: whom, what. Not thread-safe. */
public final class EventCall {
    private final Session session;
    private final Target target = new Target();
    Payload payload = Payload.empty();
    Map<String, String> headers = Map.of();
    long channel = Channels.BROADCAST;

    @Nullable
    Boolean broadcast;

    boolean protocolsChosen;
    SendOptions sendOptions;

    @Nullable
    String id;

    EventCall(Session session) {
        this.session = session;
        this.sendOptions = session.sendOptions();
    }

    /** To members that have each of these words; to all others if there are none. */
    public EventCall to(String... words) {
        return to(Resolver.words(List.of(words)));
    }

    /** To members that are meant. */
    public EventCall to(Resolver resolver) {
        target.resolver = resolver;
        return this;
    }

    /** To these members, beside those that a resolver means. */
    public EventCall to(Collection<Member> members) {
        target.members = List.copyOf(members);
        return this;
    }

    /** To this member, beside those that a resolver means. */
    public EventCall to(Member member) {
        target.members = List.of(member);
        return this;
    }

    public EventCall data(String text) {
        return data(Payload.of(text));
    }

    public EventCall data(Payload payload) {
        this.payload = payload;
        return this;
    }

    /** Adds a header, or replaces the one of this name; as {@link #headers}. */
    public EventCall header(String name, String value) {
        return headers(Map.of(name, value));
    }

    /**
     * Adds headers, which replace those of the same names. They reach members that understand them (Java members that
     * announce it), over any protocol but multicast; others get the same without headers.
     *
     * @throws IllegalArgumentException if a name is empty, or all together are more than {@link Headers#MAX_ENTRIES} or
     *     {@link Headers#MAX_BYTES}
     */
    public EventCall headers(Map<String, String> headers) {
        this.headers = Headers.plus(this.headers, headers);
        return this;
    }

    /** On this channel; members that are not on it ignore it. */
    public EventCall channel(long channel) {
        this.channel = OptionChecks.channel("channel", channel);
        return this;
    }

    /** Only by these protocols, in this order. */
    public EventCall protocols(String... protocols) {
        this.sendOptions = session.sendOptions().withProtocols(List.of(protocols));
        this.protocolsChosen = true;
        return this;
    }

    /**
     * Whether to use one multicast for all rather than a stream to each. Without this choice more than three members
     * ({@code RoutingOptions.multicastAbove}) are told by multicast, unless there are headers, which a multicast has not,
     * and one of them understands these. What does not fit a datagram goes by streams in any case. If nothing was said of
     * who is meant, a multicast is for whoever hears it, known or not.
     */
    public EventCall broadcast(boolean broadcast) {
        this.broadcast = broadcast;
        return this;
    }

    /** Whether nothing was said of who is meant. */
    boolean isToAll() {
        return target.resolver == null && target.members.isEmpty();
    }

    /** An id that the receivers see. */
    public EventCall id(String id) {
        this.id = id;
        return this;
    }

    /**
     * Sends. May wait a bounded time when a queue is full. The future completes when it is known for each member
     * whether it was sent, as {@link io.clusterkit.routing.SendOutcome#sent} has it.
     */
    public CompletableFuture<SendResult> send() {
        return session.send(this, target.resolve(session));
    }
}
