package io.clusterkit.protocol.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CollectorTest {
    private final ClusterRuntime runtime = ClusterRuntime.system();
    private final TaskLoop loop = runtime.newLoop("collector-test", new LongAdder());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collector collector = new Collector(runtime, loop, threads);

    @AfterEach
    void end() {
        loop.close();
        threads.shutdownNow();
    }

    /** Is to be come for so many times. */
    private static class Source implements Collector.Source {
        final AtomicInteger collected = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final int times;

        Source(int times) {
            this.times = times;
        }

        @Override
        public Collector.Found collect() {
            return collected.incrementAndGet() < times ? Collector.Found.GATHERED : Collector.Found.NO_MORE;
        }

        @Override
        public void collectNow() {
            refused.incrementAndGet();
        }
    }

    @Test
    void comesAsOftenAsEachSays() {
        Source once = new Source(1);
        Source often = new Source(20);
        collector.add(once);
        collector.add(often);

        await().until(() -> often.collected.get() == 20);
        assertThat(once.collected).hasValue(1);

        Source later = new Source(2);
        collector.add(later);
        await().until(() -> later.collected.get() == 2);
        assertThat(often.collected).hasValue(20);
    }

    @Test
    void oneThatBlocksKeepsNoOther() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        Source stuck = new Source(3) {
            @Override
            public Collector.Found collect() {
                if (collected.get() == 0) {
                    try {
                        free.await(30, SECONDS);
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }
                return super.collect();
            }
        };
        Source other = new Source(50);
        collector.add(stuck);
        collector.add(other);

        await().until(() -> other.collected.get() == 50);
        assertThat(stuck.collected).hasValue(0);

        free.countDown();
        await().until(() -> stuck.collected.get() == 3);
    }

    @Test
    void withoutAThreadTheOneWhoAddsCollects() {
        Collector without = new Collector(runtime, loop, task -> {
            throw new RejectedExecutionException("none");
        });
        Source source = new Source(1);

        without.add(source);

        assertThat(source.refused).hasValue(1);
        assertThat(source.collected).hasValue(0);
    }
}
