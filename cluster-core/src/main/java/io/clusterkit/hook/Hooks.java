package io.clusterkit.hook;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one member, by point, in order. A hook that throws stops its packet only: it is counted, and logged once
 * per interval. Thread-safe; reading costs nothing where no hook is.
 */
public final class Hooks {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    /** Never changed, replaced whole; its lists too. */
    private volatile Map<HookPoint, List<Entry>> byPoint = new EnumMap<>(HookPoint.class);

    private final Counters counters;
    private final RateLimitedLog log;

    public Hooks(TimeSource time, Counters counters) {
        this.counters = counters;
        this.log = new RateLimitedLog(LoggerFactory.getLogger(Hooks.class), time, LOG_INTERVAL);
    }

    /**
     * Adds a hook for packets.
     *
     * @param where on which channels and protocols
     * @param order lower ones run first; equal ones in the order they were added
     * @return removes it again
     * @throws IllegalArgumentException if the point is not one for packets, or if protocols are named and none is settled
     *     there
     */
    public Runnable add(HookPoint point, HookScope where, int order, PacketHook hook) {
        requireKind(point, HookPoint.Kind.PACKET);
        requireProtocolSettled(point, where);
        return insert(point, new Entry(order, where, hook, null));
    }

    /**
     * Adds a hook for members.
     *
     * @param order lower ones run first; equal ones in the order they were added
     * @return removes it again
     * @throws IllegalArgumentException if the point is not one for members
     */
    public Runnable add(HookPoint point, int order, MemberHook hook) {
        requireKind(point, HookPoint.Kind.MEMBER);
        return insert(point, new Entry(order, HookScope.EVERYWHERE, null, hook));
    }

    /** Whether there is a hook at one of these points. */
    public boolean any(Set<HookPoint> points) {
        if (byPoint.isEmpty()) {
            return false;
        }
        for (HookPoint point : points) {
            if (has(point)) {
                return true;
            }
        }
        return false;
    }

    public boolean has(HookPoint point) {
        return !entries(point).isEmpty();
    }

    /** Runs the hooks of a point and returns the packet to go on with, or null if one of them stopped it. */
    public @Nullable Packet run(Packet packet, HookContext context) {
        try {
            return runOrThrow(packet, context);
        } catch (Exception stopped) {
            return null;
        }
    }

    /** As {@link #run}, for points where the sender is told why: counts and logs, then throws what the hook threw. */
    public Packet runOrThrow(Packet packet, HookContext context) throws Exception {
        Packet current = packet;
        for (Entry entry : entries(context.point())) {
            if (entry.packetHook != null && entry.scope.covers(context)) {
                try {
                    current = entry.packetHook.apply(current, context);
                } catch (Exception stopped) {
                    counters.increment("hooks.cancelled");
                    if (!(stopped instanceof CancelPacketException)) {
                        log.warn("a hook at " + context.point() + " stopped a packet: " + packet, stopped);
                    }
                    throw stopped;
                }
            }
        }
        return current;
    }

    /** Tells the hooks of a point about a member. */
    public void tell(Member member, HookPoint point) {
        HookContext context = new HookContext(point, 0, null, member);
        for (Entry entry : entries(point)) {
            if (entry.memberHook != null) {
                try {
                    entry.memberHook.apply(member, context);
                } catch (Exception failure) {
                    counters.increment("hooks.failed");
                    log.warn("a hook at " + point + " failed for " + member.uuid(), failure);
                }
            }
        }
    }

    private List<Entry> entries(HookPoint point) {
        return byPoint.getOrDefault(point, List.of());
    }

    private synchronized Runnable insert(HookPoint point, Entry entry) {
        List<Entry> more = new ArrayList<>(entries(point));
        more.add(entry);
        more.sort(Comparator.comparingInt(each -> each.order)); // stable: equal orders stay as added
        replace(point, more);
        return () -> remove(point, entry);
    }

    private synchronized void remove(HookPoint point, Entry entry) {
        List<Entry> fewer = new ArrayList<>(entries(point));
        fewer.remove(entry);
        replace(point, fewer);
    }

    private void replace(HookPoint point, List<Entry> entries) {
        Map<HookPoint, List<Entry>> replaced = new EnumMap<>(HookPoint.class);
        replaced.putAll(byPoint);
        replaced.put(point, List.copyOf(entries));
        byPoint = replaced;
    }

    private static void requireKind(HookPoint point, HookPoint.Kind kind) {
        if (point.kind() != kind) {
            throw new IllegalArgumentException("a hook at " + point + " gets a "
                    + point.kind().name().toLowerCase(Locale.ROOT) + ", not a "
                    + kind.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Such a hook would never be called. */
    private static void requireProtocolSettled(HookPoint point, HookScope where) {
        if (!where.protocols().isEmpty() && !point.isProtocolSettled()) {
            throw new IllegalArgumentException("a hook at " + point + " can't be for the protocols "
                    + where.protocols() + ": none is settled there; it is at "
                    + Arrays.stream(HookPoint.values())
                            .filter(HookPoint::isProtocolSettled)
                            .map(HookPoint::name)
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Compared by identity: the same hook may be added twice. */
    private static final class Entry {
        final int order;
        final HookScope scope;
        final @Nullable PacketHook packetHook;
        final @Nullable MemberHook memberHook;

        Entry(int order, HookScope scope, @Nullable PacketHook packetHook, @Nullable MemberHook memberHook) {
            this.order = order;
            this.scope = scope;
            this.packetHook = packetHook;
            this.memberHook = memberHook;
        }
    }
}
