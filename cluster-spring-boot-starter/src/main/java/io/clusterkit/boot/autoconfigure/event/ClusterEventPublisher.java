package io.clusterkit.boot.autoconfigure.event;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterListener;
import io.clusterkit.Registration;
import io.clusterkit.boot.event.ClusterApplicationEvent;
import io.clusterkit.boot.event.ClusterJoined;
import io.clusterkit.boot.event.ClusterLeft;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.boot.event.MemberLost;
import io.clusterkit.boot.event.MemberTagsChanged;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what the member tells. Each event is handed to the application's executor and waited for, so that they stay
 * in order and wait where the member holds them, in its bounded lane for listeners.
 *
 * <p>Listens from the first phase on, before the member joins and after all listeners are known, until the last phase,
 * after it has left.
 */
final class ClusterEventPublisher implements SmartLifecycle, ClusterListener {
    private static final Logger log = LoggerFactory.getLogger(ClusterEventPublisher.class);

    /** How often to look whether the executor still works while a task waits for it. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Cluster cluster;
    private final ApplicationEventPublisher publisher;
    private final Executor executor;

    /** Held while publishing: start may have to tell of a member that is started already. */
    private final ReentrantLock order = new ReentrantLock();

    private final Set<MemberId> known = new HashSet<>(); // guarded by order
    private @Nullable MemberId joinedAs; // guarded by order
    private volatile @Nullable Registration registration;

    ClusterEventPublisher(Cluster cluster, ApplicationEventPublisher publisher, Executor executor) {
        this.cluster = cluster;
        this.publisher = publisher;
        this.executor = executor;
    }

    @Override
    public void start() {
        order.lock();
        try {
            registration = cluster.addListener(this);
            if (cluster.isStarted()) { // an application's own member
                joined(cluster.id());
                cluster.members().forEach(this::memberDiscovered);
            }
        } finally {
            order.unlock();
        }
    }

    @Override
    public void stop() {
        Registration added = registration;
        if (added != null) {
            added.close();
            registration = null;
        }
    }

    @Override
    public boolean isRunning() {
        return registration != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void joined(MemberId self) {
        inOrder(() -> {
            if (!self.equals(joinedAs)) {
                joinedAs = self;
                known.clear();
                publish(new ClusterJoined(cluster, self));
            }
        });
    }

    @Override
    public void left(MemberId self) {
        inOrder(() -> {
            joinedAs = null;
            known.clear();
            publish(new ClusterLeft(cluster, self));
        });
    }

    @Override
    public void memberDiscovered(Member member) {
        inOrder(() -> {
            if (known.add(member.id())) {
                publish(new MemberDiscovered(cluster, member));
            }
        });
    }

    @Override
    public void memberTagsChanged(Member member, Tags before) {
        inOrder(() -> {
            if (known.contains(member.id())) {
                publish(new MemberTagsChanged(cluster, member, before));
            }
        });
    }

    @Override
    public void memberLost(Member member) {
        inOrder(() -> {
            if (known.remove(member.id())) {
                publish(new MemberLost(cluster, member));
            }
        });
    }

    private void inOrder(Runnable task) {
        order.lock();
        try {
            task.run();
        } finally {
            order.unlock();
        }
    }

    private void publish(ClusterApplicationEvent event) {
        FutureTask<Boolean> task = new FutureTask<>(() -> publisher.publishEvent(event), true);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closing) {
            task.run();
        }
        await(task, event);
    }

    /** An executor that pauses with the context keeps its tasks: such a one is run here. It runs once in any case. */
    private void await(FutureTask<Boolean> task, ClusterApplicationEvent event) {
        boolean interrupted = false;
        while (true) {
            try {
                task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                break;
            } catch (TimeoutException notYet) {
                if (executor instanceof Lifecycle lifecycle && !lifecycle.isRunning()) {
                    task.run();
                }
            } catch (ExecutionException failure) {
                log.warn("a listener failed for {}", event, failure.getCause());
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
