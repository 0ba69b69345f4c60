package io.clusterkit.multiplexer;

import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.DaemonThreads;
import io.clusterkit.runtime.TimeSource;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a multiplexer and its selector: waits for sockets, for time and for tasks, and does all work of its
 * multiplexer in rounds. It alone touches the clients.
 */
final class RelayLoop {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int TLS_HELPERS = 2;
    private static final int TLS_TASKS_WAITING = 4096;

    private final Settings settings;
    private final TimeSource time;
    private final InstanceLog log;
    private final Listener listener;
    private final Selector selector;
    private final @Nullable Executor helpers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Thread thread;
    private final Roster roster;
    private final Holds holds = new Holds();
    private final Deadlines deadlines;
    private final Departures departures;
    private final Relay relay;
    private final Reception reception;
    private volatile boolean closing;

    RelayLoop(
            Settings settings,
            boolean sendToOrigin,
            Listener listener,
            Filters filters,
            Roster roster,
            Counts counts,
            InstanceLog log)
            throws IOException {
        this.settings = settings;
        this.time = settings.time();
        this.log = log;
        this.listener = listener;
        this.roster = roster;
        this.thread = DaemonThreads.create("multiplexer-" + settings.name(), this::run);
        helpers = settings.sslEngines() == null
                ? null
                : ClusterRuntime.system()
                        .newPool("multiplexer-" + settings.name() + "-tls", TLS_HELPERS, TLS_TASKS_WAITING);
        TlsScratch tls = helpers == null ? null : new TlsScratch(helpers, this::execute);
        departures = new Departures(roster, holds, filters, counts, log);
        deadlines = new Deadlines(settings);
        relay = new Relay(settings, sendToOrigin, filters, roster, counts, departures, deadlines, holds);
        listener.channel().configureBlocking(false);
        selector = Selector.open(); // last: who fails before has nothing to close
        reception = new Reception(
                settings,
                new Doorkeeper(settings, roster, filters),
                roster,
                deadlines,
                departures,
                relay,
                counts,
                log,
                listener.channel().register(selector, SelectionKey.OP_ACCEPT),
                tls);
    }

    void start() {
        thread.start();
    }

    Relay relay() {
        return relay;
    }

    /** Runs the task on the loop's thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closing) {
                round();
            }
        } catch (ClosedSelectorException closedFromOutside) {
            log.debug("{} was closed while a filter was at work: {}", settings.name(), closedFromOutside);
        } catch (Throwable failure) {
            log.error("the multiplexer ends, its loop failed", failure);
        } finally {
            end();
        }
    }

    private void round() throws IOException {
        await();
        long now = time.nanoTime();
        relay.beginRound(now);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        for (Iterator<SelectionKey> each = selector.selectedKeys().iterator(); each.hasNext(); ) {
            SelectionKey key = each.next();
            each.remove();
            serve(key, now);
        }
        reception.resumeIfDue(now);
        deadlines.check(roster, now, (client, reason) -> departures.close(client, reason, null));
        relay.endRound();
    }

    /** Waits until there is something to do. The time that passes is charged to those who hold the senders back. */
    private void await() throws IOException {
        long before = time.nanoTime();
        long nanos = Math.min(holds.nanosLeft(), Math.min(deadlines.nanosLeft(before), reception.nanosLeft(before)));
        if (nanos == 0 || !tasks.isEmpty() || relay.isDue()) {
            selector.selectNow();
        } else if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        if (holds.any()) {
            for (Client usedUp : holds.waited(time.nanoTime() - before)) {
                if (settings.slowClientPolicy() == SlowClientPolicy.STOP_READING_SENDERS) {
                    departures.close(usedUp, CloseReason.SLOW, null);
                }
            }
        }
    }

    private void serve(SelectionKey key, long now) {
        try {
            int ready = key.readyOps();
            if (key.attachment() instanceof Client client) {
                relay.serve(client, (ready & SelectionKey.OP_READ) != 0, (ready & SelectionKey.OP_WRITE) != 0);
            } else {
                reception.accept(now);
            }
        } catch (CancelledKeyException closed) {
            log.debug("{}: a connection was closed before it was served: {}", settings.name(), closed);
        }
    }

    /**
     * Closes everything and waits until it is done, unless it is called from a filter. A filter that does not return
     * keeps its thread; all sockets are closed nevertheless.
     */
    void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        if (ClusterRuntime.system().await(ended, CLOSE_LIMIT).isEmpty()) {
            log.warn("multiplexer {}: a filter does not return; its thread ends when it does", settings.name());
            closeSockets();
        }
    }

    /** While the loop's thread is kept by a filter; it finds everything closed when it comes back. */
    private void closeSockets() {
        try {
            listener.close();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException | ClosedSelectorException failure) {
            log.warn("sockets did not close well: {}", failure);
        }
    }

    private void end() {
        try {
            listener.close();
            relay.endRound();
            for (Client client : roster.copy()) {
                departures.close(client, CloseReason.DESTROYED, null);
            }
            departures.tellAll();
            selector.close();
            if (helpers != null) {
                ClusterRuntime.system().release(helpers);
            }
        } catch (IOException | RuntimeException failure) {
            log.error("the multiplexer did not end well", failure);
        } finally {
            ended.complete(true);
        }
    }
}
