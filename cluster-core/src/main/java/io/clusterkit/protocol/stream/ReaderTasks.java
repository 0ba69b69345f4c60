package io.clusterkit.protocol.stream;

import io.clusterkit.runtime.LentThread;
import io.clusterkit.runtime.TimeSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks of others that the reader of a connection runs between two reads, and what is to follow when the last of them has
 * ended. Of the one that has the reader's role, but for what {@link LentThread.Lender} says.
 */
final class ReaderTasks {
    private static final Logger log = LoggerFactory.getLogger(ReaderTasks.class);

    /** How long the answer to one query may wait for those to the queries that came with it. */
    private static final long LONGEST_GATHERING_NANOS = 100_000;

    /** How many answers may wait for others: whoever asked works on these while the next are made. */
    static final int MOST_GATHERED = 6;

    private final TakeableRole role;
    private final TimeSource time;
    private final Runnable whenLent;
    private final Runnable readElsewhere;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>(); // a few at most

    /**
     * None yet.
     *
     * @param whenLent told when a task begins
     * @param readElsewhere told when the role was taken from the thread that runs a task
     */
    ReaderTasks(TakeableRole role, TimeSource time, Runnable whenLent, Runnable readElsewhere) {
        this.role = role;
        this.time = time;
        this.whenLent = whenLent;
        this.readElsewhere = readElsewhere;
    }

    void add(Runnable task) {
        tasks.add(task);
    }

    /** Runs what is there; returns whether this thread is the reader then. */
    boolean run() {
        if (!afterwards.isEmpty()) {
            tasks.addFirst(this::runAfterwards); // another one was the reader, and is kept
        }
        long written = 0;
        int gathered = 0;
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            long began = time.nanoTime();
            written = written == 0 ? began : written;
            long task = role.lend(began);
            whenLent.run();
            try {
                LentThread.run(next, new Loan(task, !tasks.isEmpty()));
            } catch (Throwable failure) {
                log.error("a task failed", failure); // it is none of the connection's
            }
            gathered++;
            if (tasks.isEmpty() || gathered == MOST_GATHERED || began - written > LONGEST_GATHERING_NANOS) {
                written = began;
                gathered = 0;
                runAfterwards();
            }
            Thread.interrupted(); // nor is the mark that it may leave
            if (!role.giveBack(task)) {
                return false;
            }
        }
        return true;
    }

    private void runAfterwards() {
        for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) {
            try {
                next.run();
            } catch (RuntimeException failure) {
                log.error("what was to follow a task failed", failure);
            }
        }
    }

    /** One task on the reader's thread. */
    private final class Loan implements LentThread.Lender {
        private final long task;
        private final boolean more;

        Loan(long task, boolean more) {
            this.task = task;
            this.more = more;
        }

        @Override
        public void aboutToWait() {
            if (role.take(task)) {
                runAfterwards();
                readElsewhere.run();
            }
        }

        @Override
        public boolean runsMore() {
            return more;
        }

        @Override
        public void afterwards(Runnable action) {
            if (!afterwards.contains(action)) {
                afterwards.add(action);
            }
            if (!role.runs(task)) {
                runAfterwards(); // the new reader may have looked already
            }
        }
    }
}
