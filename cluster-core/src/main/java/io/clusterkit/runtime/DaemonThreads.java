package io.clusterkit.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Named daemon threads: none of ours keeps a JVM alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A factory whose threads are named {@code prefix-1}, {@code prefix-2}, …. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> create(prefix + "-" + number.incrementAndGet(), task);
    }

    /** A daemon thread, not started. */
    public static Thread create(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
