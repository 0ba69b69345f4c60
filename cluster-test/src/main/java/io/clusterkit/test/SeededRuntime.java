package io.clusterkit.test;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** The system's time and threads, with chance of a seed: the troubles of a network. */
final class SeededRuntime implements ClusterRuntime {
    private final ClusterRuntime system = ClusterRuntime.system();
    private final Random random;

    SeededRuntime(long seed) {
        random = new Random(seed);
    }

    @Override
    public TimeSource time() {
        return system.time();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TaskLoop newLoop(String name, LongAdder refused) {
        return system.newLoop(name, refused);
    }

    @Override
    public TaskLoop sharedLoop(String name, LongAdder refused) {
        return system.sharedLoop(name, refused);
    }

    @Override
    public Executor newPool(String threadNames, int maxThreads, int queueCapacity) {
        return system.newPool(threadNames, maxThreads, queueCapacity);
    }

    @Override
    public <T> Optional<T> await(CompletableFuture<T> future, Duration limit) {
        return system.await(future, limit);
    }

    @Override
    public void release(Executor pool) {
        system.release(pool);
    }
}
