package io.clusterkit.discovery;

import io.clusterkit.codec.TclList;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.Observation;
import io.clusterkit.routing.Outbound;
import io.clusterkit.routing.SendOptions;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Makes a member known to the others and them to it: joins, beats, answers those who ask, suspects and removes, leaves.
 * Runs on the control loop, which owns all of its state; methods that may be called from other threads say so.
 */
public final class Beacon {
    /** An announcement repeated after joining makes up for a lost datagram long before the next heartbeat. */
    static final List<Duration> REPEATS = List.of(Duration.ofMillis(300), Duration.ofMillis(1200));

    /** From one discovery of this member to the next, at least (tcl-cluster 1.1.8, {@code discover}). */
    static final Duration DISCOVERY_LIMIT = Duration.ofSeconds(30);

    /** Changes in one go are announced by one beat. */
    static final Duration CHANGE_DELAY = Duration.ofMillis(2);

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final MemberId self;
    private final BeaconOptions options;
    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final MemberRegistry registry;
    private final Outbound outbound;
    private final Broadcaster broadcaster;
    private final PacketFactory packets;
    private final List<Protocol> protocols;
    private final Executor io;
    private final MembershipListener listener;
    private final Counters counters;
    private final RateLimitedLog log;
    private final Suspicion suspicion;
    private final Departed departed;
    private final Reports reports;
    private final SelfPortrait portrait;
    private final Newcomers newcomers;
    private final CatchUp catchUp;
    private final Answers answers;

    // Set by any thread, cleared by a beat: should the loop be too full to take a task, the next beat still tells.
    private volatile boolean tagsToTell = true;
    private volatile boolean propsToTell = true;

    private boolean running;
    private long lastDiscoveryNanos;
    private TaskLoop.@Nullable Timer nextBeat;
    private long nextBeatNanos;

    /** Sends a packet to all; on the loop unless user code must see it first. */
    @FunctionalInterface
    public interface Broadcaster {
        void broadcast(Packet packet);
    }

    public Beacon(
            MemberId self,
            BeaconOptions options,
            Tags tags,
            ClusterRuntime runtime,
            TaskLoop loop,
            MemberRegistry registry,
            Outbound outbound,
            Broadcaster broadcaster,
            PacketFactory packets,
            Collection<Protocol> protocols,
            Executor io,
            MembershipListener listener,
            Counters counters) {
        this.self = self;
        this.options = options;
        this.runtime = runtime;
        this.loop = loop;
        this.registry = registry;
        this.outbound = outbound;
        this.broadcaster = broadcaster;
        this.packets = packets;
        this.protocols = List.copyOf(protocols);
        this.portrait = new SelfPortrait(this.protocols, tags);
        this.io = io;
        this.listener = listener;
        this.counters = counters;
        this.log = new RateLimitedLog(LoggerFactory.getLogger(Beacon.class), runtime.time(), LOG_INTERVAL);
        this.departed = new Departed(runtime.time());
        this.reports = new Reports(this.protocols, io, runtime.time(), counters);
        this.answers = new Answers(runtime, loop, this::known, this::announce);
        this.newcomers = new Newcomers(runtime, loop, registry, listener::discovered, this::ask);
        this.catchUp = new CatchUp(runtime, loop, this::known, () -> ask(List.of()));
        this.suspicion = new Suspicion(
                runtime.time(),
                loop,
                registry,
                this::sweep,
                sids -> broadcaster.broadcast(
                        packets.ping(TclList.format(sids), registry.snapshot().size())));
    }

    /** This member's tags now; from any thread. */
    public Tags tags() {
        return portrait.tags();
    }

    /** Changes this member's tags; a heartbeat tells them at once, many changes in one go by one beat. From any thread. */
    public synchronized Tags edit(TagEdit edit) {
        if (portrait.edit(edit)) {
            tagsToTell = true;
            loop.execute(() -> beatWithin(CHANGE_DELAY));
        }
        return portrait.tags();
    }

    /**
     * From now on this member is announced as one that takes no new work: without tags, so that nobody finds it by
     * them, and with a mark among its protocols' properties, by which our members leave it out when all are meant. From
     * any thread.
     */
    public synchronized void drain() {
        if (portrait.drain()) {
            loop.execute(this::announceAndRepeat);
        }
    }

    /** Whether {@link #drain} was called. From any thread. */
    public boolean isDraining() {
        return portrait.isDraining();
    }

    /** The properties of a protocol changed; from any thread. */
    public void propsChanged() {
        propsToTell = true;
        loop.execute(() -> beatWithin(CHANGE_DELAY));
    }

    /**
     * Others than before may hear this member, or did not hear what it said: it tells them all of itself and asks who they
     * are, as if it joined. From any thread.
     */
    public void audienceChanged() {
        loop.execute(() -> {
            if (running) {
                enter();
            }
        });
    }

    /** Joins: tells all who this is and asks who they are. */
    public void join() {
        running = true;
        enter();
        beatAfter(options.heartbeat());
    }

    private void enter() {
        lastDiscoveryNanos = runtime.time().nanoTime();
        tagsToTell = false;
        propsToTell = false;
        ask(List.of());
        repeatAnnouncement();
    }

    private void announceAndRepeat() {
        if (running) {
            announce();
            repeatAnnouncement();
        }
    }

    private void repeatAnnouncement() {
        for (Duration delay : REPEATS) {
            long jitter = (long) (delay.toNanos() * runtime.random().nextDouble() / 2);
            loop.schedule(delay.plusNanos(jitter), () -> {
                if (!answers.makeNeedless(delay)) {
                    announce();
                }
            });
        }
    }

    /** Asks who is there; returns false, and does nothing, within {@link #DISCOVERY_LIMIT} of the last time. */
    public boolean discover() {
        long now = runtime.time().nanoTime();
        if (!running || now - lastDiscoveryNanos <= DISCOVERY_LIMIT.toNanos()) {
            return false;
        }
        lastDiscoveryNanos = now;
        ask(List.of());
        return true;
    }

    /** Leaves: tells all, then ignores whatever comes. */
    public void leave() {
        running = false;
        cancel(nextBeat);
        answers.cancel();
        newcomers.cancel();
        catchUp.cancel();
        suspicion.cancel();
        broadcaster.broadcast(packets.disconnect(portrait.announcedTags(), known()));
    }

    /** A heartbeat now, with tags and properties. */
    public void announce() {
        tagsToTell = true;
        propsToTell = true;
        beat();
    }

    /** A heartbeat now, with tags and properties, on this channel; the next on the broadcast channel comes when it is due. */
    public void announce(long channel) {
        if (channel == Channels.BROADCAST) {
            announce();
        } else if (running) {
            broadcaster.broadcast(
                    packets.heartbeat(channel, portrait.announcedProps(), portrait.announcedTags(), known()));
        }
    }

    /** The next heartbeat comes after this delay instead of when it was due. */
    public void postpone(Duration delay) {
        if (running) {
            beatAfter(delay);
        }
    }

    private void beatAfter(Duration delay) {
        cancel(nextBeat);
        nextBeatNanos = runtime.time().nanoTime() + delay.toNanos();
        nextBeat = loop.schedule(delay, this::beat);
    }

    /** The next heartbeat comes after this delay unless it is due before. */
    private void beatWithin(Duration delay) {
        long dueNanos = runtime.time().nanoTime() + delay.toNanos();
        if (running && (nextBeat == null || dueNanos - nextBeatNanos < 0)) {
            beatAfter(delay);
        }
    }

    /** A member could not be reached by any protocol. From any thread. */
    public void unreachable(Member member) {
        loop.execute(() -> suspicion.unreachable(member.id()));
    }

    /** Takes a packet that tells about its sender, or about others. */
    public void control(PacketType type, Packet packet, Observation seen) {
        if (!running) {
            return;
        }
        if (type == PacketType.DISCONNECT) {
            left(seen.id());
            return;
        }
        if (departed.contains(seen.id())) {
            counters.dropped(DropReason.DEPARTED);
            return;
        }
        if (registry.hasNoRoomFor(seen.id())) {
            counters.increment(MemberRegistry.REFUSED); // came in while the last place was still free
            return;
        }
        observe(seen, type);
        catchUp.heard(packet.known());
        switch (type) {
            case DISCOVERY -> asked(seen.id(), packet);
            case PING -> pinged(packet.data());
            case FAILURE -> reports.failed(packet.data());
            default -> {}
        }
    }

    private void observe(Observation seen, PacketType type) {
        MemberRegistry.Change change = registry.observe(seen);
        Member member = change.member();
        suspicion.heard(member.id());
        boolean reported = newcomers.observed(member, change.isNew(), seen.tags() != null, type);
        if (!reported) {
            return;
        }
        if (change.tagsChanged()) {
            listener.tagsChanged(member, change.tagsBefore());
        }
        if (change.beganToDrain()) {
            listener.draining(member);
        }
    }

    private void left(MemberId id) {
        departed.add(id);
        remove(id, MemberState.LEFT, "it left");
    }

    private void remove(MemberId id, MemberState state, String why) {
        Member member = registry.remove(id);
        if (member == null) {
            return;
        }
        suspicion.heard(id);
        catchUp.memberGone();
        Member last = registry.lastSeen(member).withState(state);
        forEachProtocol(protocol -> protocol.memberGone(last));
        newcomers.gone(member);
        listener.gone(last, why);
    }

    private void sweep() {
        for (Member member : registry.sweep()) {
            String why = member.state() == MemberState.SUSPECT
                    ? "it could not be reached and did not show itself"
                    : "not heard for " + options.ttl().toSeconds() + " s";
            remove(member.id(), MemberState.LOST, why);
        }
    }

    private void beat() {
        if (!running) {
            return;
        }
        beatAfter(options.heartbeat()); // first of all: whatever fails below, this member goes on beating
        sweep();
        forEachProtocol(Protocol::heartbeat);
        // Cleared before the values are read, so that what changes meanwhile is told by the next beat.
        boolean tellsProps = propsToTell || answers.isDue();
        boolean tellsTags = tagsToTell || answers.isDue();
        propsToTell = false;
        tagsToTell = false;
        if (tellsProps && tellsTags) {
            answers.toldAll();
        }
        String props = tellsProps ? portrait.announcedProps() : null;
        Tags told = tellsTags ? portrait.announcedTags() : null;
        broadcaster.broadcast(packets.heartbeat(Channels.BROADCAST, props, told, known()));
    }

    private void asked(MemberId asker, Packet question) {
        List<String> filter = question.filter();
        if (filter.isEmpty()) {
            catchUp.asked();
        }
        Member member = registry.get(asker);
        String ruid = question.ruid();
        if (ruid == null || member == null) {
            answers.asked(filter.size());
            return;
        }
        io.execute(() -> outbound.send(
                List.of(member),
                packets.discoveryAnswer(asker, ruid, portrait.announcedProps(), portrait.announcedTags(), known()),
                SendOptions.DEFAULT,
                (place, outcome) -> {}));
    }

    private void pinged(@Nullable String data) {
        List<String> sids = reports.pinged(data);
        if (sids.contains(self.sid())) {
            tagsToTell = true;
            propsToTell = true;
            if (sids.size() == 1) {
                beat();
            } else {
                beatWithin(Suspicion.staggered(runtime.random()));
            }
        }
        for (String sid : sids) {
            Member member = sid.equals(self.sid()) ? null : registry.snapshot().find(sid);
            if (member != null) {
                suspicion.pinged(member.id());
            }
        }
        suspicion.lookAgain();
    }

    private void ask(List<String> only) {
        if (only.isEmpty()) {
            answers.toldAll();
        }
        broadcaster.broadcast(packets.discovery(only, portrait.announcedProps(), portrait.announcedTags(), known()));
    }

    /** A protocol may be the application's: one that fails must not keep the others from being told. */
    private void forEachProtocol(Consumer<Protocol> call) {
        for (Protocol protocol : protocols) {
            try {
                call.accept(protocol);
            } catch (RuntimeException failure) {
                counters.increment("protocols.failed." + protocol.id());
                log.warn("protocol " + protocol.id() + " failed", failure);
            }
        }
    }

    private int known() {
        return registry.snapshot().size();
    }

    private static void cancel(TaskLoop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
