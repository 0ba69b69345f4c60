package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.Protocol.Condition;
import io.clusterkit.protocol.Protocol.Finding;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.multicast.Candidates.Candidate;
import io.clusterkit.runtime.TaskLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds an interface on which a beacon is heard back, and sees to it that it stays so. What works is kept; it is given
 * up only for one that the options name earlier, or, without options, loopback and the like for a real one. Thread-safe.
 */
final class InterfaceKeeper {
    private static final Logger log = LoggerFactory.getLogger(InterfaceKeeper.class);

    private static final String HEARD = "joined, own beacon heard";

    private static final Duration PROBE = Duration.ofMillis(250);

    /** For one that has worked: its receiver may just be busy. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    /** What worked needs no look with each of the beats that members exchange while they find each other. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** A better interface that does not work is tried again after this, and after twice as long each time. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Afterwards with each heartbeat. */
    private static final int RETRIES = 6;

    /** Between checks that trouble asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MulticastOptions options;
    private final ProtocolContext context;
    private final MulticastCounters counters;
    private final Duration fresh;
    private final TaskLoop watch;
    private final ReentrantLock checking = new ReentrantLock(); // one check at a time; held while it probes
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean postponed = new AtomicBoolean();
    private final AtomicLong nextForTrouble;
    private final Map<String, Finding> findings = new LinkedHashMap<>(); // guarded by checking; by interface
    private int rank; // guarded by checking; of the channel
    private int retries; // guarded by checking
    private boolean warned; // guarded by checking
    private boolean betterFailed; // guarded by checking; in the check that runs
    private volatile long checkedNanos;
    private volatile boolean best; // the last check found the best interface, and it works
    private volatile boolean doubted; // only a beacon can show now that the channel works
    private volatile boolean unsent; // something could not be sent since the last check
    private volatile @Nullable GroupChannel channel; // written under checking, or by close
    private volatile @Nullable GroupChannel probed;
    private volatile List<Finding> lastFindings = List.of(); // of the last check that ended
    private volatile boolean closed;

    /** @param fresh for how long a heartbeat takes what worked for granted */
    InterfaceKeeper(MulticastOptions options, ProtocolContext context, MulticastCounters counters, Duration fresh) {
        this.options = options;
        this.context = context;
        this.counters = counters;
        this.fresh = fresh;
        this.watch = context.runtime()
                .sharedLoop(
                        "cluster-" + context.self().sid() + "-multicast-watch",
                        context.counters().of("multicast.watch.refused"));
        this.nextForTrouble = new AtomicLong(nanoTime());
    }

    /** The one that works; null if none does. */
    @Nullable
    GroupChannel channel() {
        return channel;
    }

    Condition condition() {
        GroupChannel current = channel;
        String group = options.group().getHostAddress() + " port " + options.port() + ": ";
        List<Finding> found = lastFindings;
        String diagnosis = found.stream()
                .map(finding -> finding.where() + " " + finding.detail())
                .collect(Collectors.joining("; "));
        return new Condition(current != null, group + (found.isEmpty() ? "not tried yet" : diagnosis));
    }

    List<Finding> findings() {
        return lastFindings;
    }

    /** Checks on an I/O thread. Does not block. */
    void checkElsewhere() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            context.io().execute(() -> check(false));
        } catch (RuntimeException | Error refused) {
            scheduled.set(false);
            log.debug("no thread to look after multicast", refused);
        }
    }

    /** As {@link #checkElsewhere}, unless all was well a moment ago. */
    void checkIfStale() {
        if (!best || nanoTime() - checkedNanos >= fresh.toNanos()) {
            checkElsewhere();
        }
    }

    /** A datagram could not be sent: when that is possible again the member tells what it wanted to tell. */
    void unsent() {
        unsent = true;
        troubled();
    }

    /** Something went wrong: look soon, but not again and again. Does not block. */
    private void troubled() {
        doubted = true;
        long now = nanoTime();
        long allowed = nextForTrouble.get();
        if (now - allowed < 0) {
            if (postponed.compareAndSet(false, true)) {
                watch.schedule(Duration.ofNanos(allowed - now), () -> {
                    postponed.set(false);
                    checkElsewhere();
                });
            }
        } else if (nextForTrouble.compareAndSet(allowed, now + PAUSE.toNanos())) {
            checkElsewhere();
        }
    }

    /** Opens the first channel. Blocks while it listens for a beacon, of its own or of another member of this JVM. */
    void open() {
        check(true);
        // Another one's beacon says that the interface works; whether this member hears itself is seen by what it says.
        watch.schedule(RECHECK, () -> {
            GroupChannel current = channel;
            if (current != null && !current.hasHeardItselfWithin(RECHECK.plus(PROBE))) {
                checkElsewhere();
            }
        });
    }

    /** Sees whether all is well, and repairs. Blocks while it listens for beacons. */
    void check() {
        doubted = true;
        check(false);
    }

    private void check(boolean first) {
        boolean heardByOthers = false;
        checking.lock();
        try {
            // Not before the lock is held: so at most one thread waits for it.
            scheduled.set(false);
            if (!closed) {
                GroupChannel before = channel;
                boolean owes = unsent;
                unsent = false;
                betterFailed = false;
                checkCurrent();
                lookForBetter(first);
                report();
                GroupChannel now = channel;
                unsent |= owes && now == null;
                heardByOthers = now != null && (owes || now != before);
                best = now != null && !betterFailed;
                checkedNanos = nanoTime();
                retrySoonUnlessBest();
            }
        } finally {
            checking.unlock();
        }
        if (heardByOthers && !first) {
            context.audienceChanged();
        }
    }

    /** Who fell back, or found none, because the machine was busy must not wait for a heartbeat, deaf to the others. */
    private void retrySoonUnlessBest() {
        if (best) {
            retries = 0;
        } else if (retries < RETRIES) {
            watch.schedule(RETRY.multipliedBy(1L << retries), this::checkElsewhere);
            retries++;
        }
    }

    void close() {
        closed = true;
        watch.close();
        closeIfAny(channel);
        closeIfAny(probed);
        channel = null;
    }

    private void checkCurrent() {
        GroupChannel current = channel;
        findings.clear();
        if (current == null) {
            return;
        }
        boolean doubt = doubted;
        doubted = false;
        if (!doubt && current.hasHeardItselfWithin(fresh)) {
            found(current.interfaceName(), true, HEARD);
            return;
        }
        if (works(current, RECHECK, current::hearsItself)) {
            return;
        }
        channel = null;
        current.close();
    }

    private void lookForBetter(boolean first) {
        List<Candidate> candidates = Candidates.find(options);
        if (candidates.isEmpty()) {
            found(
                    options.interfaces().isEmpty() ? "interfaces" : String.join(", ", options.interfaces()),
                    false,
                    "none is up and has an address of the group's kind");
        }
        for (Candidate candidate : candidates) {
            if (closed || (channel != null && candidate.rank() >= rank)) {
                return;
            }
            attempt(candidate, first);
        }
    }

    private void attempt(Candidate candidate, boolean first) {
        String name = candidate.name();
        GroupChannel next = new GroupChannel(name, options, context, counters, ended -> troubled());
        probed = next;
        SharedProbe.Probe probe = first
                ? patience -> SharedProbe.ask(options, name, patience, RECHECK, next::hearsItself)
                : next::hearsItself;
        if (!opens(next) || !works(next, PROBE, probe) || closed) {
            betterFailed = true;
            probed = null;
            next.close();
            return;
        }
        GroupChannel old = channel;
        channel = next;
        rank = candidate.rank();
        probed = null;
        counters.chosen.increment();
        closeIfAny(closed ? next : old);
    }

    private boolean opens(GroupChannel candidate) {
        try {
            candidate.open();
            return true;
        } catch (IOException | RuntimeException failure) {
            found(candidate.interfaceName(), false, "can't join: " + failure.getMessage());
            return false;
        }
    }

    private boolean works(GroupChannel candidate, Duration patience, SharedProbe.Probe probe) {
        try {
            boolean heard = probe.hearsItself(patience);
            found(
                    candidate.interfaceName(),
                    heard,
                    heard ? HEARD : "joined, own beacon not heard within " + patience.toMillis() + " ms");
            return heard;
        } catch (IOException failure) {
            found(candidate.interfaceName(), false, "joined, can't send: " + failure.getMessage());
            return false;
        }
    }

    private void found(String where, boolean works, String detail) {
        findings.put(where, new Finding(where, works, detail));
    }

    private void report() {
        lastFindings = List.copyOf(findings.values());
        GroupChannel current = channel;
        if (current == null && !warned && !closed) {
            warned = true;
            log.warn(
                    "multicast works on no interface, it is tried again with each heartbeat; {}",
                    condition().detail());
        } else if (current != null && warned) {
            warned = false;
            log.info("multicast works on {}", current.interfaceName());
        }
    }

    private long nanoTime() {
        return context.runtime().time().nanoTime();
    }

    private static void closeIfAny(@Nullable GroupChannel channel) {
        if (channel != null) {
            channel.close();
        }
    }
}
