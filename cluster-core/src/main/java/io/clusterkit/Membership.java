package io.clusterkit;

import io.clusterkit.discovery.MembershipListener;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.Lane;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who came and went: one line in the log when this member has joined, one for each member found or lost (of many
 * found at once for the first only), then hooks and listeners. Called on the control loop; user code runs on a lane, in order.
 */
final class Membership implements MembershipListener {
    /** Time for those who are there already to answer, so that the first line counts them. */
    static final Duration JOIN_LINE_DELAY = Duration.ofMillis(250);

    /** A line for each member found, but of those found at once only for the first; the others are counted in one. */
    static final int FOUND_LINES = 3;

    static final Duration FOUND_INTERVAL = Duration.ofSeconds(1);

    private static final int MOST_LISTED = 20;

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    private final MemberId self;
    private final String place;
    private final List<String> protocols;
    private final MemberRegistry registry;
    private final Handlers handlers;
    private final Hooks hooks;
    private final Lane lane;
    private final Counters counters;
    private final Consumer<Member> whenGone;
    private final TimeSource time;
    private final TaskLoop loop;

    // Owner of all that changes: control loop
    private boolean joined;
    private long foundSinceNanos;
    private int foundLines; // since then
    private int foundUnlogged;

    Membership(
            MemberId self,
            String place,
            List<String> protocols,
            MemberRegistry registry,
            Handlers handlers,
            Hooks hooks,
            Lane lane,
            Counters counters,
            TimeSource time,
            TaskLoop loop,
            Consumer<Member> whenGone) {
        this.self = self;
        this.place = place;
        this.protocols = protocols;
        this.registry = registry;
        this.handlers = handlers;
        this.hooks = hooks;
        this.lane = lane;
        this.counters = counters;
        this.time = time;
        this.loop = loop;
        this.whenGone = whenGone;
    }

    /** This member joins; called once, before anything is observed. */
    void entered() {
        if (handlers.hasListeners()) {
            tell("this member", () -> handlers.listeners(self, listener -> listener.joined(self)));
        }
    }

    /**
     * This member has left; nothing is observed any more.
     *
     * @return completes when the listeners were told, or can't be
     */
    CompletableFuture<Void> left() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        if (!handlers.hasListeners() && lane.isIdle()) {
            told.complete(null);
            return told;
        }
        boolean taken = tell("this member", () -> {
            handlers.listeners(self, listener -> listener.left(self));
            told.complete(null);
        });
        if (!taken) {
            told.complete(null);
        }
        return told;
    }

    private void logFound(Member member) {
        long now = time.nanoTime();
        if (now - foundSinceNanos > FOUND_INTERVAL.toNanos()) {
            foundSinceNanos = now;
            foundLines = 0;
        }
        if (foundUnlogged == 0 && foundLines < FOUND_LINES) {
            foundLines++;
            log.info(
                    "member found: {} tags={} protocols={} address={} (seen by {})",
                    member.uuid(),
                    member.tags(),
                    member.protocols(),
                    member.address(),
                    self.sid());
        } else if (foundUnlogged++ == 0) {
            loop.schedule(FOUND_INTERVAL, this::logFoundMore);
        }
    }

    private void logFoundMore() {
        log.info(
                "members found: {} more, now {} (seen by {})",
                foundUnlogged,
                registry.snapshot().size(),
                self.sid());
        foundUnlogged = 0;
    }

    /** The line at start. */
    void logJoined() {
        joined = true;
        List<Member> seen = registry.snapshot().members();
        log.info(
                "cluster joined: sid={} hid={} {} protocols={} members={} {}",
                self.sid(),
                self.hid(),
                place,
                protocols,
                seen.size(),
                seen.stream()
                        .limit(MOST_LISTED)
                        .map(member -> member.sid() + member.tags())
                        .toList());
    }

    @Override
    public void discovered(Member member) {
        if (joined && log.isInfoEnabled()) {
            logFound(member);
        }
        tell(HookPoint.MEMBER_DISCOVERED, member, listener -> listener.memberDiscovered(member));
    }

    @Override
    public void tagsChanged(Member member, Tags before) {
        log.debug("member changed its tags: {} from {} to {}", member.uuid(), before, member.tags());
        tell(HookPoint.TAGS_CHANGED, member, listener -> listener.memberTagsChanged(member, before));
    }

    @Override
    public void draining(Member member) {
        log.debug("member is about to leave: {} {}", member.uuid(), member.tags());
        if (handlers.hasListeners()) {
            tell(
                    member.uuid() + " that drains",
                    () -> handlers.listeners(member.id(), listener -> listener.memberDraining(member)));
        }
    }

    @Override
    public void gone(Member member, String why) {
        log.info(
                "member {}: {} tags={} ({}, seen by {})",
                member.state() == MemberState.LEFT ? "left" : "lost",
                member.uuid(),
                member.tags(),
                why,
                self.sid());
        whenGone.accept(member);
        tell(HookPoint.MEMBER_LOST, member, listener -> listener.memberLost(member));
    }

    /** Without listeners and hooks it costs no task, and no thread to run it. */
    private void tell(HookPoint point, Member member, Consumer<ClusterListener> call) {
        if (!handlers.hasListeners() && !hooks.has(point)) {
            return;
        }
        tell(member.uuid() + " at " + point, () -> {
            hooks.tell(member, point);
            handlers.listeners(member.id(), call);
        });
    }

    private boolean tell(String what, Runnable task) {
        boolean taken = lane.execute(task, Duration.ZERO);
        if (!taken) {
            counters.increment("listeners.dropped");
            log.warn("listeners are too slow: none was told of {}", what);
        }
        return taken;
    }
}
