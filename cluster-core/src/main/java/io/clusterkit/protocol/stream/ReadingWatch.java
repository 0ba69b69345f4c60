package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that connections are read although their readers run tasks of others: who is kept by one for longer than
 * {@link #PATIENCE} is the reader no more. Looks as often as that when such tasks begin, more and more rarely while it
 * finds none under way, and not at all when there are none. Thread-safe.
 */
final class ReadingWatch {
    /** Long beside a task that is worth running on the reader's thread, short beside what people and timeouts notice. */
    static final Duration PATIENCE = Duration.ofMillis(1);

    /**
     * The longest time between two looks. Each is a timer and a thread that runs, 30 to 45 µs on the processor of those that
     * ask and answer: one for each hundred queries would be their 99th percentile.
     */
    static final Duration LONGEST_PAUSE = Duration.ofMillis(4);

    private final TimeSource time;
    private final TaskLoop loop;
    private final IoTasks io;
    private final Collection<StreamConnection> connections;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean lent;
    private Duration pause = PATIENCE; // of the one that looks

    ReadingWatch(TimeSource time, TaskLoop loop, IoTasks io, Collection<StreamConnection> connections) {
        this.time = time;
        this.loop = loop;
        this.io = io;
        this.connections = connections;
    }

    /** A reader begins a task. */
    void lent() {
        if (!lent) {
            lent = true;
        }
        if (!looking.get() && looking.compareAndSet(false, true)) {
            loop.schedule(PATIENCE, this::look);
        }
    }

    /** Gives the reading of a connection to another thread. */
    void readElsewhere(StreamConnection connection) {
        try {
            io.execute(connection::readOn);
        } catch (RuntimeException | Error refused) {
            connection.end(new IOException("there is no thread to read it", refused));
        }
    }

    private void look() {
        boolean goesOn = lent;
        lent = false;
        long now = time.nanoTime();
        boolean underWay = false;
        for (StreamConnection connection : connections) {
            underWay |= connection.isLent();
            if (connection.takeReadingAfter(PATIENCE.toNanos(), now)) {
                readElsewhere(connection);
            }
        }
        if (goesOn || underWay) {
            pause = underWay ? PATIENCE : LONGEST_PAUSE.compareTo(pause) > 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            loop.schedule(pause, this::look);
            return;
        }
        pause = PATIENCE;
        looking.set(false);
        if (lent) {
            lent(); // a task began meanwhile and saw that somebody was looking
        }
    }
}
