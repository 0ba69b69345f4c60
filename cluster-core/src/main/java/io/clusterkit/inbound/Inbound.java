package io.clusterkit.inbound;

import io.clusterkit.codec.DecodeError;
import io.clusterkit.codec.FrameDecoder;
import io.clusterkit.codec.FrameSink;
import io.clusterkit.codec.TclFormatException;
import io.clusterkit.codec.TclList;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.Observation;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.PacketCounts;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The way in: bytes, frames, filters, hooks, then to the handlers. Works on the reader's thread up to the hooks; what
 * user code does, hooks included, runs on a handler thread. Thread-safe.
 */
public final class Inbound {
    /** Points whose hooks may run on every packet that comes in. */
    private static final Set<HookPoint> POINTS = Set.copyOf(EnumSet.of(
            HookPoint.RECEIVE,
            HookPoint.CHANNEL_RECEIVE,
            HookPoint.PROTOCOL_RECEIVE,
            HookPoint.MEMBER_EVALUATE,
            HookPoint.MEMBER_VALIDATE));

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final PacketFilters filters;
    private final MemberRegistry registry;
    private final Hooks hooks;
    private final Dispatcher dispatcher;
    private final InboundHandlers handlers;
    private final Counters counters;
    private final TimeSource time;
    private final int maxFrameBytes;
    private final RateLimitedLog log;
    private final Map<String, PacketCounts> countsBy = new ConcurrentHashMap<>(); // by protocol
    private volatile boolean leaving;

    /**
     * A way in.
     *
     * @param maxFrameBytes larger frames of a stream are skipped and counted
     */
    public Inbound(
            PacketFilters filters,
            MemberRegistry registry,
            Hooks hooks,
            Dispatcher dispatcher,
            InboundHandlers handlers,
            Counters counters,
            TimeSource time,
            int maxFrameBytes) {
        this.filters = filters;
        this.registry = registry;
        this.hooks = hooks;
        this.dispatcher = dispatcher;
        this.handlers = handlers;
        this.counters = counters;
        this.time = time;
        this.maxFrameBytes = maxFrameBytes;
        this.log = new RateLimitedLog(LoggerFactory.getLogger(Inbound.class), time, LOG_INTERVAL);
    }

    /** Takes what comes from this origin. */
    public Receiver receiver(Origin origin) {
        return new OriginReceiver(origin);
    }

    /** Takes nothing any more but receipts: they tell what became of the last events that this member sent. */
    public void leave() {
        leaving = true;
    }

    private void packet(OriginReceiver from, Packet packet) {
        Origin origin = from.origin;
        DropReason refused = filters.refuse(packet, origin, from.passed);
        if (refused != null) {
            from.countEvents(); // this one, too, before it is said to be dropped
            counters.dropped(refused);
            return;
        }
        MemberId id = from.speaker(packet);
        if (registry.hasNoRoomFor(id)) {
            counters.increment(MemberRegistry.REFUSED);
            log.warn("a member is ignored, as many as may be are known already: " + id.uuid() + " at "
                    + origin.address());
            return;
        }
        if (packet.typeCode() == PacketType.RECEIPT.code()) {
            origin.confirmed(packet.timestamp());
            return;
        }
        if (!hooks.any(POINTS) && !dispatcher.isHooking(id)) {
            accept(origin, id, packet, from);
            return;
        }
        from.handOn(); // what came before may not be overtaken, and hooks find this one counted
        boolean taken = dispatcher.hooksInOrder(id, patience(origin), () -> {
            Packet hooked = runHooks(origin, id, packet);
            if (hooked != null) {
                accept(origin, id, hooked, null);
            }
        });
        if (!taken) {
            counters.dropped(DropReason.QUEUE_FULL);
        }
    }

    private @Nullable Packet runHooks(Origin origin, MemberId id, Packet packet) {
        Member known = registry.get(id);
        Member from = known == null ? provisional(origin, id, packet) : known;
        Packet current = packet;
        for (HookPoint point : new HookPoint[] {
            HookPoint.PROTOCOL_RECEIVE, HookPoint.RECEIVE, HookPoint.CHANNEL_RECEIVE, HookPoint.MEMBER_EVALUATE
        }) {
            if (current != null) {
                current = runAt(point, current, origin, from);
            }
        }
        return current != null && known != null ? runAt(HookPoint.MEMBER_VALIDATE, current, origin, from) : current;
    }

    private @Nullable Packet runAt(HookPoint point, Packet packet, Origin origin, Member from) {
        return hooks.run(packet, new HookContext(point, packet.channel(), origin.protocol(), from));
    }

    /**
     * Takes it in.
     *
     * @param reading gathers events, if it is the one who reads that calls
     */
    private void accept(Origin origin, MemberId id, Packet packet, @Nullable OriginReceiver reading) {
        PacketType type = packet.type().orElse(null);
        if (type == null) {
            counters.dropped(DropReason.UNKNOWN_TYPE); // a hook took it away
            return;
        }
        Member known = registry.get(id);
        if (reading != null && known != null) {
            reading.speaker = known.id(); // the registry finds its own object soonest
        }
        switch (type) {
            case QUERY, EVENT, RESPONSE -> {
                boolean nothingNew = !tellsNews(origin, packet, known, reading);
                if (!nothingNew) {
                    handlers.control(type, packet, observation(origin, id, packet, type, reading));
                } else if (reading == null || reading.isFirstOf(id)) {
                    registry.heard(id);
                }
                Member from = known != null
                        ? known
                        : reading == null ? provisional(origin, id, packet) : reading.stranger(id, packet);
                if (type == PacketType.EVENT && reading != null) {
                    reading.steady = nothingNew ? known : null;
                    reading.gather(from, packet);
                } else if (type == PacketType.QUERY
                        && reading != null
                        && handlers.isShort(packet)
                        && origin.lend(() -> handlers.query(from, packet, origin.protocol()))) {
                    return;
                } else {
                    boolean awaited = dispatch(type, origin, from, packet);
                    if (awaited && reading != null && !dispatcher.isBehind(id)) {
                        origin.answeredWaiting();
                    }
                }
            }
            case RECEIPT -> counters.dropped(DropReason.UNKNOWN_TYPE); // a hook made it one
            case HEARTBEAT -> {
                Observation seen = observation(origin, id, packet, type, reading);
                if (known != null && isSignOfLifeOnly(origin, packet, known, seen)) {
                    registry.heard(id);
                } else {
                    handlers.control(type, packet, seen);
                }
            }
            case DISCONNECT, DISCOVERY, PING, FLUSH, FAILURE ->
                handlers.control(type, packet, observation(origin, id, packet, type, reading));
        }
    }

    /** Whether a heartbeat says nothing but what is known: while members find each other most say it many times. */
    private boolean isSignOfLifeOnly(Origin origin, Packet packet, Member known, Observation seen) {
        boolean saysThatItHasNoTags = packet.has(Field.TAGS) && packet.tags().isEmpty();
        return !saysThatItHasNoTags
                && !known.protocolProps().isEmpty()
                && packet.known() <= registry.snapshot().size()
                && !tellsNews(origin, packet, known, null)
                && (seen.props() == null
                        || known.protocolProps()
                                .entrySet()
                                .containsAll(seen.props().entrySet()));
    }

    /** Hands it on; returns whether it is an answer that a thread waits for. */
    private boolean dispatch(PacketType type, Origin origin, Member from, Packet packet) {
        switch (type) {
            case RESPONSE -> {
                return handlers.response(from.id(), packet, origin.protocol());
            }
            case QUERY -> {
                if (!dispatcher.aside(() -> handlers.query(from, packet, origin.protocol()))) {
                    counters.increment("queries.refused");
                    handlers.refused(from, packet, origin.protocol());
                }
            }
            default -> {
                EventRun one = new EventRun(from, handlers, 1);
                one.add(packet);
                events(one, patience(origin));
            }
        }
        return false;
    }

    /** Hands events to their lane; drops only those for which there is no space. */
    private void events(EventRun run, Duration patience) {
        if (dispatcher.inOrder(run.from().id(), run.size(), patience, run)) {
            return;
        }
        if (run.size() == 1) {
            counters.dropped(DropReason.QUEUE_FULL);
            return;
        }
        EventRun behind = run.halve();
        events(run, Duration.ZERO);
        events(behind, Duration.ZERO);
    }

    /** Whether the registry has something to learn from a packet that is about something else. */
    private boolean tellsNews(Origin origin, Packet packet, @Nullable Member known, @Nullable OriginReceiver reading) {
        return known == null
                || known.state() != MemberState.ALIVE
                || (packet.has(Field.TAGS) && !packet.tags().equals(known.tags().asList()))
                || !(reading == null
                        ? known.protocols().equals(packet.protocols())
                        : reading.hasTheseProtocols(known, packet.protocols()))
                || (isBroadcast(origin) && !known.address().equals(origin.address()));
    }

    private Observation observation(
            Origin origin, MemberId id, Packet packet, PacketType type, @Nullable OriginReceiver reading) {
        return new Observation(
                id,
                origin.address(),
                origin.isLocal(),
                isBroadcast(origin),
                packet.protocols(),
                packet.has(Field.TAGS) ? Tags.of(packet.tags()) : null,
                props(packet, type, reading),
                type == PacketType.FLUSH);
    }

    private @Nullable Map<String, Map<String, String>> props(
            Packet packet, PacketType type, @Nullable OriginReceiver reading) {
        String data = packet.data();
        boolean carriesProps = type == PacketType.HEARTBEAT || type == PacketType.DISCOVERY || type == PacketType.FLUSH;
        if (!carriesProps || data == null) {
            return null;
        }
        if (reading != null && data.equals(reading.propsText)) {
            return reading.props;
        }
        try {
            Map<String, Map<String, String>> props = new LinkedHashMap<>();
            TclList.parseDict(data).forEach((protocol, dict) -> props.put(protocol, TclList.parseDict(dict)));
            if (reading != null) {
                reading.propsText = data;
                reading.props = props;
            }
            return props;
        } catch (TclFormatException malformed) {
            counters.increment("packets.malformed-props");
            return null;
        }
    }

    /** What is known of a sender that the registry is about to learn of. */
    private Member provisional(Origin origin, MemberId id, Packet packet) {
        return new Member(
                id,
                origin.address(),
                origin.isLocal(),
                MemberState.ALIVE,
                Tags.of(packet.tags()),
                packet.protocols(),
                Map.of(),
                time.instant());
    }

    /** A stream may wait, which slows its sender down; one thread reads the multicasts of all, and must not. */
    private static Duration patience(Origin origin) {
        return isBroadcast(origin) ? Duration.ZERO : Dispatcher.LANE_PATIENCE;
    }

    private static boolean isBroadcast(Origin origin) {
        return origin.protocol().equals(PacketFilters.BEACON_PROTOCOL);
    }

    private static MemberId idOf(Packet packet) {
        String sid = packet.sid();
        String hid = packet.hid();
        if (sid == null || hid == null) {
            throw new IllegalStateException("a packet without sid or hid passed the filters: " + packet);
        }
        return new MemberId(sid, hid);
    }

    /** One origin's decoder; used by one thread at a time. */
    private final class OriginReceiver implements Receiver, FrameSink {
        private final Origin origin;
        private final FrameDecoder decoder = new FrameDecoder(maxFrameBytes);
        private final PacketCounts counts;
        private final PacketFilters.Passed passed = new PacketFilters.Passed();
        private @Nullable MemberId speaker;
        private @Nullable Member compared; // had these protocols
        private @Nullable List<String> protocols;
        private @Nullable EventRun gathered;
        private int gatheredBefore; // in the run before
        private @Nullable Member stranger; // who sent the packet before, in what is read now

        /**
         * Who sent the event before this packet, if that passed with nothing to note, in what is read now. One more like it
         * is only decoded, counted and gathered: to ask anew who sent it, whether it lives and whether hooks are under way
         * took a quarter of the reading thread's time with events of 64 bytes.
         */
        private @Nullable Member steady;

        // Events that came together are counted together: two counters for each took an eighth of that time.
        private int uncounted;
        private long uncountedBytes;
        private @Nullable String propsText; // as last parsed: a member says the same many times
        private @Nullable Map<String, Map<String, String>> props;
        private long events;
        private @Nullable MemberId heard; // in what is read now

        OriginReceiver(Origin origin) {
            this.origin = origin;
            this.counts = countsBy.computeIfAbsent(origin.protocol(), id -> PacketCounts.in(counters, id));
        }

        @Override
        public void stream(byte[] bytes, int offset, int length) {
            if (leaving) {
                decoder.feed(bytes, offset, length, new ReceiptsOnly(origin));
                return;
            }
            long before = events;
            heard = null;
            stranger = null;
            decoder.feed(bytes, offset, length, this);
            handOn();
            if (events != before) {
                origin.taken(events);
            }
        }

        @Override
        public void datagram(byte[] bytes, int offset, int length) {
            if (leaving) {
                counters.dropped(DropReason.NOT_JOINED);
                return;
            }
            heard = null;
            stranger = null;
            decoder.datagram(bytes, offset, length, this);
            handOn();
        }

        /** Whether the packet is this member's first in what is read now: one sign of life will do. */
        @SuppressWarnings("ReferenceEquality") // it stays the same while the same member speaks
        boolean isFirstOf(MemberId id) {
            boolean first = heard != id;
            heard = id;
            return first;
        }

        /** Whether the member is known to have these; the decoder gives the same list for what is said again. */
        @SuppressWarnings("ReferenceEquality") // others are compared
        boolean hasTheseProtocols(Member known, List<String> said) {
            if (known == compared && said == protocols) {
                return true;
            }
            boolean same = known.protocols().equals(said);
            compared = same ? known : null;
            protocols = said;
            return same;
        }

        /** A sender that is not known; the same one for all that it sends together, so that it is handed on together. */
        private Member stranger(MemberId id, Packet packet) {
            Member before = stranger;
            if (before == null
                    || packet.has(Field.TAGS)
                    || !before.tags().isEmpty()
                    || !before.id().equals(id)
                    || !before.protocols().equals(packet.protocols())) {
                before = provisional(origin, id, packet);
                stranger = before;
            }
            return before;
        }

        /** Keeps an event until the bytes at hand are decoded. */
        @SuppressWarnings("ReferenceEquality") // another picture of the sender begins another run
        void gather(Member from, Packet packet) {
            EventRun run = gathered;
            if (run == null || run.from() != from || run.size() == EventRun.MOST) {
                handOn();
                run = new EventRun(from, handlers, gatheredBefore);
                gathered = run;
            }
            run.add(packet);
        }

        /** Counts what came together, and then hands it on: who handles it finds it counted. */
        private void handOn() {
            countEvents();
            steady = null; // to hand it on may take seconds
            EventRun run = gathered;
            if (run != null) {
                gathered = null;
                gatheredBefore = run.size();
                Inbound.this.events(run, patience(origin));
            }
        }

        private void countEvents() {
            if (uncounted > 0) {
                counts.add(PacketType.EVENT.code(), uncounted, uncountedBytes);
                uncounted = 0;
                uncountedBytes = 0;
            }
        }

        @Override
        public void packet(Packet packet, int frameBytes) {
            Member sameAsBefore = isMoreOfTheSame(packet) ? steady : null;
            if (packet.typeCode() == PacketType.EVENT.code()) {
                events++;
                uncounted++;
                uncountedBytes += frameBytes;
            } else {
                countEvents(); // whoever is told of this packet finds those before it counted
                counts.add(packet, frameBytes);
            }
            try {
                if (sameAsBefore != null) {
                    gather(sameAsBefore, packet);
                } else {
                    steady = null;
                    Inbound.this.packet(this, packet);
                }
            } catch (RuntimeException failure) {
                // The decoder goes on with the next packet whatever became of this one.
                counters.dropped(DropReason.FAILURE);
                log.warn("a packet could not be taken in: " + packet, failure);
            }
        }

        /** Whether all that is asked of a packet would be answered as for the event before it. */
        private boolean isMoreOfTheSame(Packet packet) {
            return steady != null && filters.isLike(packet, passed) && !packet.has(Field.TAGS) && !hooks.any(POINTS);
        }

        @Override
        public void error(DecodeError error) {
            counters.increment("packets.undecodable." + error.name());
        }

        /** Who sent this packet, which passed the filters; the origin is told when it is another than before. */
        private MemberId speaker(Packet packet) {
            MemberId before = speaker;
            if (before != null
                    && before.sid().equals(packet.sid())
                    && before.hid().equals(packet.hid())) {
                return before;
            }
            MemberId now = idOf(packet);
            speaker = now;
            origin.identified(now);
            return now;
        }
    }

    /** What is taken from an origin while this member leaves. */
    private final class ReceiptsOnly implements FrameSink {
        private final Origin origin;

        ReceiptsOnly(Origin origin) {
            this.origin = origin;
        }

        @Override
        public void packet(Packet packet, int frameBytes) {
            if (packet.typeCode() == PacketType.RECEIPT.code() && filters.refuse(packet, origin) == null) {
                origin.confirmed(packet.timestamp());
            } else {
                counters.dropped(DropReason.NOT_JOINED);
            }
        }

        @Override
        public void error(DecodeError error) {
            counters.increment("packets.undecodable." + error.name());
        }
    }
}
