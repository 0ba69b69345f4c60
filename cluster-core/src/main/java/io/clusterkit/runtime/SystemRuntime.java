package io.clusterkit.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** The system's clocks, daemon threads and a random seed. */
final class SystemRuntime implements ClusterRuntime {
    static final SystemRuntime INSTANCE = new SystemRuntime();

    private final RandomGenerator random = new SystemRandom();

    private SystemRuntime() {}

    @Override
    public TimeSource time() {
        return TimeSource.system();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TaskLoop newLoop(String name, LongAdder refused) {
        return new ThreadTaskLoop(name, refused);
    }

    /** One thread for the whole JVM. */
    @Override
    public TaskLoop sharedLoop(String name, LongAdder refused) {
        return new SharedTaskLoop(refused);
    }

    @Override
    public Executor newPool(String threadNames, int maxThreads, int queueCapacity) {
        return new ElasticPool(threadNames, maxThreads, queueCapacity);
    }

    @Override
    public <T> Optional<T> await(CompletableFuture<T> future, Duration limit) {
        try {
            return Optional.ofNullable(future.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException none) {
            return Optional.empty();
        }
    }

    @Override
    public void release(Executor pool) {
        if (pool instanceof ExecutorService service) {
            service.shutdown();
        }
    }
}
