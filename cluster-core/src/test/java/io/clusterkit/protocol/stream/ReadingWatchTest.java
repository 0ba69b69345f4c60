package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ReadingWatchTest {
    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final List<Long> looksMillis = new ArrayList<>();
    private final List<StreamConnection> connections = new NoConnections();
    private boolean tasks = true;
    private final ReadingWatch watch = new ReadingWatch(
            runtime,
            runtime.newLoop("test", new LongAdder()),
            new IoTasks(Runnable::run, new StreamCounters("test", new Counters())),
            connections);

    /** Notes when it is looked through; a short task follows at once. */
    private final class NoConnections extends AbstractList<StreamConnection> {
        @Override
        public StreamConnection get(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Iterator<StreamConnection> iterator() {
            looksMillis.add(Duration.ofNanos(runtime.nanoTime()).toMillis());
            if (tasks) {
                watch.lent();
            }
            return super.iterator();
        }
    }

    @Test
    void looksMoreRarelyWhileAllTasksAreShortAndNotWithoutTasks() {
        watch.lent();
        runtime.advance(Duration.ofMillis(20));

        assertThat(looksMillis).containsExactly(1L, 3L, 7L, 11L, 15L, 19L);

        tasks = false;
        runtime.advance(Duration.ofMillis(80));
        assertThat(looksMillis).endsWith(19L, 23L, 27L);
        watch.lent();
        runtime.advance(Duration.ofMillis(80));
        assertThat(looksMillis).endsWith(27L, 101L, 103L);
    }
}
