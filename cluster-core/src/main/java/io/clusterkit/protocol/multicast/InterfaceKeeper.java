package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.Protocol.Condition;
import io.clusterkit.protocol.Protocol.Finding;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.multicast.Candidates.Candidate;
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

    private static final Duration PROBE = Duration.ofMillis(250);

    /** For one that has worked: its receiver may just be busy. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    /** Between checks that trouble asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MulticastOptions options;
    private final ProtocolContext context;
    private final MulticastCounters counters;
    private final ReentrantLock checking = new ReentrantLock(); // one check at a time; held while it probes
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong nextForTrouble;
    private final Map<String, Finding> findings = new LinkedHashMap<>(); // guarded by checking; by interface
    private int rank; // guarded by checking; of the channel
    private boolean warned; // guarded by checking
    private volatile @Nullable GroupChannel channel; // written under checking, or by close
    private volatile @Nullable GroupChannel probed;
    private volatile List<Finding> lastFindings = List.of(); // of the last check that ended
    private volatile boolean closed;

    InterfaceKeeper(MulticastOptions options, ProtocolContext context, MulticastCounters counters) {
        this.options = options;
        this.context = context;
        this.counters = counters;
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
            }
        } finally {
            checking.unlock();
        }
    }

    void close() {
        closed = true;
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
        if (!opens(next) || !works(next, PROBE) || closed) {
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

    private boolean works(GroupChannel candidate, Duration patience) {
        try {
            boolean heard = candidate.hearsItself(patience);
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
