package io.clusterkit.discovery;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.PacketType;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Members that are known without their tags or properties: whoever knows one asks it for them until it has them, or has
 * asked often enough to believe that there are none. Reports each member as discovered, once: when all is known of it,
 * or when that takes too long. Owner: control loop.
 */
final class Newcomers {
    /** From a new member's first packet until it counts as discovered although its tags or properties are missing. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** From its first packet to the first question, beside a random part: it may be about to tell. */
    static final Duration PATIENCE = Duration.ofMillis(60);

    /** Who is to be asked within this is asked by the same question. */
    private static final Duration TOGETHER = Duration.ofMillis(30);

    /** Four times as long after each question. */
    static final int GROWTH = 4;

    /** Over half a minute or so; then a heartbeat without properties brings another, every now and then. */
    static final int QUESTIONS = 5;

    static final Duration QUESTIONS_LATER = Duration.ofSeconds(30);

    /** A question's datagram holds their sids. */
    static final int MOST_ASKED_AT_ONCE = 50;

    private final ClusterRuntime runtime;
    private final TaskLoop loop;
    private final MemberRegistry registry;
    private final Consumer<Member> discovered;
    private final Consumer<List<String>> ask;
    private final OncePerInterval<MemberId> later;
    private final Map<MemberId, Newcomer> newcomers = new LinkedHashMap<>();
    private TaskLoop.@Nullable Timer nextLook;
    private long nextLookNanos;

    /**
     * Nobody yet.
     *
     * @param discovered is told of a member
     * @param ask asks the members with these sids for all there is to know of them
     */
    Newcomers(
            ClusterRuntime runtime,
            TaskLoop loop,
            MemberRegistry registry,
            Consumer<Member> discovered,
            Consumer<List<String>> ask) {
        this.runtime = runtime;
        this.loop = loop;
        this.registry = registry;
        this.discovered = discovered;
        this.ask = ask;
        this.later = new OncePerInterval<>(runtime.time(), QUESTIONS_LATER);
    }

    /**
     * A packet of this member was taken in.
     *
     * @return whether it had been reported as discovered before
     */
    boolean observed(Member member, boolean isNew, boolean tellsTags, PacketType type) {
        if (isNew && tellsTags && hasAllProps(member)) {
            discovered.accept(member);
            return false;
        }
        Newcomer newcomer = isNew ? enter(member.id()) : newcomers.get(member.id());
        if (newcomer == null) {
            if (type == PacketType.HEARTBEAT && !hasAllProps(member) && later.admits(member.id())) {
                ask.accept(List.of(member.sid()));
            }
            return true;
        }
        newcomer.tagsTold |= tellsTags;
        boolean reported = newcomer.reported;
        if (newcomer.tagsTold && hasAllProps(member)) {
            newcomers.remove(member.id());
            report(newcomer, member);
        }
        return reported;
    }

    /** Who goes was there: it is reported if it was not yet. */
    void gone(Member member) {
        Newcomer newcomer = newcomers.remove(member.id());
        later.forget(member.id());
        if (newcomer != null) {
            report(newcomer, member);
        }
    }

    void cancel() {
        newcomers.values().forEach(newcomer -> newcomer.grace.cancel());
        newcomers.clear();
        if (nextLook != null) {
            nextLook.cancel();
        }
    }

    /** Whether all that is needed to reach the member is known: props of one protocol beside the beacon, if it has one. */
    private static boolean hasAllProps(Member member) {
        return member.protocols().size() < 2 || !member.protocolProps().isEmpty();
    }

    private Newcomer enter(MemberId id) {
        Newcomer newcomer = new Newcomer(loop.schedule(GRACE, () -> graceOver(id)));
        newcomers.put(id, newcomer);
        // One of those who miss something asks first, and all hear the answer.
        long spread = Answers.spread(registry.snapshot().size()).toNanos();
        long delay = PATIENCE.toNanos() + (long) (spread * runtime.random().nextDouble());
        newcomer.dueNanos = runtime.time().nanoTime() + delay;
        lookAt(newcomer.dueNanos);
        return newcomer;
    }

    private void lookAt(long dueNanos) {
        if (nextLook != null && nextLookNanos - dueNanos <= 0) {
            return;
        }
        if (nextLook != null) {
            nextLook.cancel();
        }
        nextLookNanos = dueNanos;
        long delay = Math.max(0, dueNanos - runtime.time().nanoTime());
        nextLook = loop.schedule(Duration.ofNanos(delay), this::look);
    }

    /** Asks those whose time has come. */
    private void look() {
        nextLook = null;
        long now = runtime.time().nanoTime();
        List<String> asked = new ArrayList<>();
        for (Iterator<Map.Entry<MemberId, Newcomer>> all = newcomers.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<MemberId, Newcomer> each = all.next();
            Newcomer newcomer = each.getValue();
            if (newcomer.dueNanos - now <= TOGETHER.toNanos() && asked.size() < MOST_ASKED_AT_ONCE) {
                asked.add(each.getKey().sid());
                newcomer.questions++;
                newcomer.dueNanos = now + PATIENCE.toNanos() * power(newcomer.questions);
            }
            if (newcomer.questions == QUESTIONS) {
                all.remove(); // reported long ago
            } else {
                lookAt(newcomer.dueNanos);
            }
        }
        if (!asked.isEmpty()) {
            ask.accept(asked);
        }
    }

    private static long power(int questions) {
        long power = 1;
        for (int i = 0; i < questions; i++) {
            power *= GROWTH;
        }
        return power;
    }

    private void graceOver(MemberId id) {
        Newcomer newcomer = newcomers.get(id);
        Member member = registry.get(id);
        if (newcomer != null && member != null) {
            report(newcomer, member);
        }
    }

    private void report(Newcomer newcomer, Member member) {
        newcomer.grace.cancel();
        if (!newcomer.reported) {
            newcomer.reported = true;
            discovered.accept(member);
        }
    }

    /** A member of which not all is known. */
    private static final class Newcomer {
        final TaskLoop.Timer grace;
        boolean tagsTold;
        boolean reported;
        int questions; // asked so far
        long dueNanos; // of the next

        Newcomer(TaskLoop.Timer grace) {
            this.grace = grace;
        }
    }
}
