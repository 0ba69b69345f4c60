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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

    private static final Duration PROBE = Duration.ofMillis(250);

    /** For one that has worked: its receiver may just be busy. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    /** What worked needs no look with each of the beats that members exchange while they find each other. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** A better interface that does not work is tried again after this, and after twice as long each time. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Afterwards with each heartbeat. */
    private static final int RETRIES = 6;

    /** Where a member of this JVM heard itself last, by interface: there the machine is busy, not the interface deaf. */
    private static final Map<String, Long> heardNanos = new ConcurrentHashMap<>();

    private static final Duration HEARD_LATELY = Duration.ofSeconds(10);

    /** Between checks that trouble asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MulticastOptions options;
    private final ProtocolContext context;
    private final MulticastCounters counters;
    private final Duration fresh;
    private final ReentrantLock checking = new ReentrantLock(); // one check at a time; held while it probes
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong nextForTrouble;
    private final Map<String, Finding> findings = new LinkedHashMap<>(); // guarded by checking; by interface
    private int rank; // guarded by checking; of the channel
    private boolean warned; // guarded by checking
    private boolean betterFailed; // guarded by checking; in the check that runs
    private int retries; // guarded by checking
    private @Nullable TaskLoop retryLoop; // guarded by checking; there while a better interface is waited for
    private volatile long checkedNanos;
    private volatile boolean best; // the last check found the best interface, and it works
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
        this.nextForTrouble = new AtomicLong(context.runtime().time().nanoTime());
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
            context.io().execute(this::check);
        } catch (RuntimeException | Error refused) {
            scheduled.set(false);
            log.debug("no thread to look after multicast", refused);
        }
    }

    /** As {@link #checkElsewhere}, unless all was well a moment ago. */
    void checkIfStale() {
        long age = context.runtime().time().nanoTime() - checkedNanos;
        if (!best || age >= fresh.toNanos()) {
            checkElsewhere();
        }
    }

    /** Something went wrong: look soon, but not again and again. Does not block. */
    void troubled() {
        long now = context.runtime().time().nanoTime();
        long allowed = nextForTrouble.get();
        if (now - allowed >= 0 && nextForTrouble.compareAndSet(allowed, now + PAUSE.toNanos())) {
            checkElsewhere();
        }
    }

    /** Sees whether all is well, and repairs. Blocks while it listens for beacons. */
    void check() {
        checking.lock();
        try {
            // Not before the lock is held: so at most one thread waits for it.
            scheduled.set(false);
            if (!closed) {
                checkCurrent();
                lookForBetter();
                report();
                best = channel != null && !betterFailed;
                checkedNanos = context.runtime().time().nanoTime();
                retrySoonUnlessBest();
            }
        } finally {
            checking.unlock();
        }
        endRetriesIfClosed();
    }

    /** Who fell back, or found none, because the machine was busy must not wait for a heartbeat, deaf to the others. */
    private void retrySoonUnlessBest() {
        if (best || closed || retries >= RETRIES) {
            if (best) {
                retries = 0;
            }
            endRetries();
            return;
        }
        TaskLoop timer = retryLoop;
        if (timer == null) {
            timer = context.runtime().newLoop("cluster-" + context.self().sid() + "-multicast-retry", new LongAdder());
            retryLoop = timer;
        }
        timer.schedule(RETRY.multipliedBy(1L << retries), this::checkElsewhere);
        retries++;
    }

    private void endRetries() {
        TaskLoop timer = retryLoop;
        retryLoop = null;
        if (timer != null) {
            timer.close();
        }
    }

    void close() {
        closed = true;
        closeIfAny(channel);
        closeIfAny(probed);
        channel = null;
        endRetriesIfClosed();
    }

    /** While a check runs it is left to that check, which calls this afterwards. */
    private void endRetriesIfClosed() {
        if (closed && checking.tryLock()) {
            try {
                endRetries();
            } finally {
                checking.unlock();
            }
        }
    }

    private void checkCurrent() {
        GroupChannel current = channel;
        findings.clear();
        betterFailed = false;
        if (current == null) {
            return;
        }
        if (works(current, RECHECK)) {
            return;
        }
        channel = null;
        current.close();
    }

    private void lookForBetter() {
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
            attempt(candidate);
        }
    }

    private void attempt(Candidate candidate) {
        GroupChannel next = new GroupChannel(candidate.name(), options, context, counters, ended -> troubled());
        probed = next;
        if (!opens(next) || !(works(next, PROBE) || (worksForOthers(next) && works(next, RECHECK))) || closed) {
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
        context.propsChanged(); // a beat, by which those who can be heard here get to know this member
    }

    private boolean worksForOthers(GroupChannel candidate) {
        Long last = heardNanos.get(candidate.interfaceName());
        return !closed && last != null && context.runtime().time().nanoTime() - last < HEARD_LATELY.toNanos();
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

    private boolean works(GroupChannel candidate, Duration patience) {
        try {
            boolean heard = candidate.hearsItself(patience);
            if (heard) {
                heardNanos.put(
                        candidate.interfaceName(), context.runtime().time().nanoTime());
            }
            found(
                    candidate.interfaceName(),
                    heard,
                    heard
                            ? "joined, own beacon heard"
                            : "joined, own beacon not heard within " + patience.toMillis() + " ms");
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

    private static void closeIfAny(@Nullable GroupChannel channel) {
        if (channel != null) {
            channel.close();
        }
    }
}
