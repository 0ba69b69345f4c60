package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that connections are read although their readers run tasks of others: who is kept by one for longer than
 * {@link #PATIENCE} is the reader no more. Looks as often as that while there are such tasks, and not at all otherwise.
 * Thread-safe.
 */
final class ReadingWatch {
    /** Long beside a task that is worth running on the reader's thread, short beside what people and timeouts notice. */
    static final Duration PATIENCE = Duration.ofMillis(1);

    private final TimeSource time;
    private final TaskLoop loop;
    private final IoTasks io;
    private final Collection<StreamConnection> connections;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean lent;

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
        for (StreamConnection connection : connections) {
            if (connection.takeReadingAfter(PATIENCE.toNanos(), now)) {
                readElsewhere(connection);
            }
            goesOn |= connection.isLent();
        }
        if (goesOn) {
            loop.schedule(PATIENCE, this::look);
            return;
        }
        looking.set(false);
        if (lent) {
            lent(); // a task began meanwhile and saw that somebody was looking
        }
    }
}
