package io.clusterkit.routing;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.codec.PacketEncoder;
import io.clusterkit.codec.PacketFrame;
import io.clusterkit.codec.TclList;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.PacketCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way out: hooks, one encoding, then the best protocol for each member, falling back when one fails. Thread-safe;
 * works on the caller's thread as far as protocols do.
 */
public final class Outbound {
    /** Points whose hooks may run when this member speaks. */
    public static final Set<HookPoint> POINTS = Set.copyOf(
            EnumSet.of(HookPoint.SEND, HookPoint.CHANNEL_SEND, HookPoint.PROTOCOL_SEND, HookPoint.BROADCAST));

    /** No shorter frame holds a length that originals misread. */
    private static final int SHORTEST_MISREAD = 18_112;

    /** Counts frames, one for each try, whose packet had headers that the receiver would not understand. */
    private static final String HEADERS_STRIPPED = "headers.stripped";

    /** What became of a multicast. */
    public enum BroadcastResult {
        /** It was handed to the network. */
        SENT,
        /** A hook stopped it. */
        STOPPED,
        /** It does not fit a datagram, as the hooks left it. */
        TOO_LARGE,
        /** The network did not take it, or there is no multicast. */
        NOT_TAKEN
    }

    private final Map<String, Protocol> protocols;
    private final List<Way> ways; // one to three, so it is looked through
    private final @Nullable BroadcastProtocol broadcast;
    private final ProtocolChooser chooser;
    private final RouteHealth health;
    private final Hooks hooks;
    private final PacketFactory packets;
    private final PacketEncoder encoder = new PacketEncoder();
    private final Counters counters;
    private final Consumer<Member> unreachable;
    private final int maxFrameBytes;
    private final Map<SendOutcome.Status, LongAdder> sends =
            new EnumMap<>(SendOutcome.Status.class); // not changed after construction

    /**
     * A way out over these protocols.
     *
     * @param protocols those that are open
     * @param unreachable told of each member that none of its protocols reaches, multicast apart; on any thread, must not block
     * @param maxFrameBytes larger frames are not sent; that is no fault of the member or its protocols
     */
    public Outbound(
            Collection<Protocol> protocols,
            RouteHealth health,
            Hooks hooks,
            PacketFactory packets,
            Counters counters,
            Consumer<Member> unreachable,
            int maxFrameBytes) {
        this.protocols = new LinkedHashMap<>();
        BroadcastProtocol first = null;
        List<Way> ways = new ArrayList<>();
        for (Protocol protocol : protocols) {
            this.protocols.put(protocol.id(), protocol);
            ways.add(new Way(protocol, PacketCounts.out(counters, protocol.id())));
            if (first == null && protocol instanceof BroadcastProtocol able) {
                first = able;
            }
        }
        this.broadcast = first;
        this.ways = List.copyOf(ways);
        this.health = health;
        this.hooks = hooks;
        this.packets = packets;
        this.counters = counters;
        this.unreachable = unreachable;
        this.maxFrameBytes = maxFrameBytes;
        for (SendOutcome.Status status : SendOutcome.Status.values()) {
            sends.put(status, counters.of(SendOutcome.Status.PREFIX + status.label()));
        }
        this.chooser = new ProtocolChooser(this.protocols, health);
    }

    /** A protocol, and what went by it. */
    private record Way(Protocol protocol, PacketCounts sent) {}

    /**
     * Sends a packet to each of these members; it must carry a filter that names them.
     *
     * @param done told once for each member what became of it; on any thread
     */
    public void send(List<Member> members, Packet packet, SendOptions options, SendObserver done) {
        Outgoing outgoing = outgoing(members, packet, done);
        if (outgoing == null) {
            return;
        }
        int datagramLength = outgoing.datagramLength();
        for (int i = 0, n = members.size(); i < n; i++) {
            Route route = chooser.route(members.get(i), options, datagramLength);
            new Attempt(this, route, outgoing, i, options.reports(), done).next();
        }
    }

    /**
     * Sends a packet to a member by the given protocol, or if that fails by one of the member's.
     *
     * @param done as for {@link #send}
     */
    public void sendBy(String protocol, Member member, Packet packet, SendObserver done) {
        Outgoing outgoing = outgoing(List.of(member), packet, done);
        if (outgoing != null) {
            Route route = chooser.routeBy(protocol, member, outgoing.datagramLength());
            new Attempt(this, route, outgoing, 0, true, done).next();
        }
    }

    /** Runs the hooks and measures; null if the packet does not go, which the members then were told of. */
    private @Nullable Outgoing outgoing(List<Member> members, Packet packet, SendObserver done) {
        Packet hooked = hooks.any(POINTS) ? runSendHooks(packet, members.size() == 1 ? members.get(0) : null) : packet;
        if (hooked == null) {
            refuse(members, new PacketCancelledException("a hook stopped the packet: " + packet), done);
            return null;
        }
        Outgoing outgoing = Outgoing.of(frame(hooked));
        if (outgoing.datagramLength() > maxFrameBytes) {
            counters.increment("send.refused.too-large");
            refuse(members, tooLarge(outgoing.frame().length()), done);
            return null;
        }
        if (members.size() > 1) {
            outgoing.share();
        }
        return outgoing;
    }

    private void refuse(List<Member> members, IOException why, SendObserver done) {
        for (int i = 0; i < members.size(); i++) {
            notSent(i, new SendOutcome(members.get(i), false, null, why), done);
        }
    }

    /** Counts a packet that was not sent, and tells it. */
    void notSent(int place, SendOutcome outcome, SendObserver done) {
        count(outcome.status(), 1);
        done.ended(place, outcome);
    }

    /** Multicasts a packet. */
    public BroadcastResult broadcast(Packet packet) {
        Packet hooked = packet;
        if (hooks.any(POINTS)) {
            hooked = runAt(HookPoint.BROADCAST, packet, null, null);
            hooked = hooked == null ? null : runSendHooks(hooked, null);
            String protocol = broadcast == null ? null : broadcast.id();
            hooked = hooked == null ? null : runAt(HookPoint.PROTOCOL_SEND, hooked, protocol, null);
        }
        if (hooked == null) {
            count(SendOutcome.Status.CANCELLED, 1);
            return BroadcastResult.STOPPED;
        }
        if (broadcast == null) {
            count(SendOutcome.Status.UNREACHABLE, 1);
            return BroadcastResult.NOT_TAKEN;
        }
        if (hooked.has(Field.HEADERS)) {
            hooked = withoutHeaders(hooked);
        }
        byte[] frame = frame(hooked).bytes();
        if (frame.length > broadcast.maxFrameBytes()) {
            counters.increment("send.refused.too-large-for-datagram");
            return BroadcastResult.TOO_LARGE;
        }
        if (!broadcast.broadcast(frame)) {
            count(SendOutcome.Status.UNREACHABLE, 1);
            return BroadcastResult.NOT_TAKEN;
        }
        countSent(broadcast, hooked.typeCode(), 1, frame.length);
        return BroadcastResult.SENT;
    }

    /** Whether a packet of this size can be multicast. */
    public boolean fitsDatagram(Packet packet) {
        Packet multicast = packet.has(Field.HEADERS) ? packet.withHeaders(Map.of()) : packet;
        return broadcast != null && PacketCodec.encodedLength(multicast) <= broadcast.maxFrameBytes();
    }

    /** Whether one of these members would get the packet's headers by a stream, which a multicast leaves out. */
    public boolean wouldLoseHeaders(Packet packet, Collection<Member> members) {
        return packet.has(Field.HEADERS)
                && members.stream().anyMatch(member -> protocols.values().stream()
                        .anyMatch(protocol -> takesHeaders(protocol, member)));
    }

    /**
     * Makes an attempt's frame for one protocol, or returns null if a hook stopped it.
     */
    @Nullable
    PacketFrame frameFor(Protocol protocol, Member member, Outgoing outgoing) {
        if (hooks.has(HookPoint.PROTOCOL_SEND)) {
            Packet packet = outgoing.packet();
            Packet hooked = runAt(HookPoint.PROTOCOL_SEND, packet, protocol.id(), member);
            if (hooked == null) {
                return null;
            }
            if (!hooked.equals(packet)) {
                boolean strip = hooked.has(Field.HEADERS) && !takesHeaders(protocol, member);
                return encoder.frame(strip ? withoutHeaders(hooked) : hooked);
            }
        }
        Bare bare = outgoing.bare();
        if (bare == null || takesHeaders(protocol, member)) {
            return outgoing.frame();
        }
        counters.increment(HEADERS_STRIPPED);
        return bare.frame();
    }

    private static boolean takesHeaders(Protocol protocol, Member member) {
        return !(protocol instanceof BroadcastProtocol)
                && Protocol.HEADERS_TAKEN.equals(member.props(protocol.id()).get(Protocol.HEADERS_PROPERTY));
    }

    private Packet withoutHeaders(Packet packet) {
        counters.increment(HEADERS_STRIPPED);
        return packet.withHeaders(Map.of());
    }

    /** Measures, and counts what an original would misread: such a length can't be known to be meant for one. */
    private PacketFrame frame(Packet packet) {
        PacketFrame frame = encoder.frame(packet);
        if (frame.length() > SHORTEST_MISREAD && PacketCodec.misreadByOriginals(packet)) {
            counters.increment("packets.misread-by-originals");
        }
        return frame;
    }

    boolean isTooLarge(int frameLength) {
        return frameLength > maxFrameBytes;
    }

    IOException tooLarge(int frameLength) {
        return new PacketTooLargeException(frameLength, maxFrameBytes);
    }

    /**
     * Packets were sent.
     *
     * @param attempt the last of them, and if there are others like it, all to one member
     * @param packets how many
     * @param bytes of all of them
     * @param failedBefore protocols that failed
     */
    void sent(Attempt attempt, Protocol by, int packets, long bytes, List<String> failedBefore) {
        health.worked(attempt.target().id(), by.id());
        countSent(by, attempt.type(), packets, bytes);
        if (!failedBefore.isEmpty()) {
            counters.increment("fallbacks");
            if (attempt.reports()) {
                reportFailure(attempt.target(), by, failedBefore);
                if (by instanceof BroadcastProtocol) {
                    // The network takes a multicast whether or not the member is there to hear it.
                    unreachable.accept(attempt.target());
                }
            }
        }
    }

    void failed(Member member, Protocol protocol) {
        health.failed(member.id(), protocol.id());
        counters.increment("send.failures." + protocol.id());
    }

    void exhausted(Member member, boolean report) {
        counters.increment("send.exhausted");
        if (report) {
            unreachable.accept(member);
        }
    }

    /** Tells the member, by the protocol that worked, which ones did not, so that it opens them anew. */
    private void reportFailure(Member member, Protocol by, List<String> failed) {
        String data = TclList.formatDict(Map.of("protocols", TclList.format(failed)));
        send(
                List.of(member),
                packets.failure(member.id(), data),
                new SendOptions(List.of(by.id()), true, false),
                (place, outcome) -> {});
    }

    private @Nullable Packet runSendHooks(Packet packet, @Nullable Member member) {
        Packet current = runAt(HookPoint.SEND, packet, null, member);
        return current == null ? null : runAt(HookPoint.CHANNEL_SEND, current, null, member);
    }

    private @Nullable Packet runAt(HookPoint point, Packet packet, @Nullable String protocol, @Nullable Member member) {
        return hooks.run(packet, new HookContext(point, packet.channel(), protocol, member));
    }

    private void count(SendOutcome.Status status, int packets) {
        Objects.requireNonNull(sends.get(status)).add(packets);
    }

    @SuppressWarnings("ReferenceEquality") // each is there once
    private void countSent(Protocol protocol, long type, int packets, long bytes) {
        count(SendOutcome.Status.SENT, packets);
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            if (way.protocol == protocol) {
                way.sent.add(type, packets, bytes);
            }
        }
    }
}
