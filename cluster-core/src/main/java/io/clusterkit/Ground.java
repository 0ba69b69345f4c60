package io.clusterkit;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.ElasticPool;
import io.clusterkit.runtime.WaitingCallers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session stands on: its pools and its protocols, which may be opened before the member is to join. Used by one
 * thread at a time.
 */
final class Ground {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    /** Handlers may block, so there may be many; idle ones end. */
    private static final int MAX_HANDLER_THREADS = 256;

    private static final int HANDLER_QUEUE = 16_384;

    /** Readers, connectors and servers: a few for each connection. */
    private static final int MAX_IO_THREADS = 4096;

    final Executor handlers;
    final Executor io;
    final WaitingCallers callers;
    final ProtocolSet protocols;
    private final ClusterOptions options;
    private @Nullable CompletableFuture<Void> opening;

    /** Opens nothing yet. */
    Ground(MemberId id, ClusterOptions options, Counters counters) {
        this.options = options;
        String name = "cluster-" + id.sid();
        handlers = options.handlerExecutor != null
                ? options.handlerExecutor
                : options.runtime.newPool(name + "-handler", MAX_HANDLER_THREADS, HANDLER_QUEUE);
        io = options.runtime.newPool(name + "-io", MAX_IO_THREADS, MAX_IO_THREADS);
        // An executor of the application's own may run handlers on the thread that reads.
        callers = new WaitingCallers(options.handlerExecutor == null);
        protocols = new ProtocolSet(id, options, io, counters, callers);
    }

    /**
     * Begins to open the protocols on an I/O thread, if this runtime has threads. Not with protocols of the application's
     * own, which may expect to be opened when it is ready. Does not block.
     */
    void beginToOpen() {
        if (!(io instanceof ElasticPool) || !options.customProtocols.isEmpty()) {
            return;
        }
        CompletableFuture<Void> opened = new CompletableFuture<>();
        try {
            io.execute(() -> opened.completeAsync(this::openProtocols, Runnable::run));
            opening = opened;
        } catch (RuntimeException | Error noThread) {
            log.debug("no thread to open protocols before the member joins", noThread);
        }
    }

    private @Nullable Void openProtocols() {
        protocols.open();
        return null;
    }

    /**
     * Returns when the protocols are open. If that fails, all is freed.
     *
     * @throws ClusterException as {@link ProtocolSet#open}
     */
    void open() {
        try {
            if (opening == null) {
                protocols.open();
            } else {
                opening.join();
            }
        } catch (CompletionException elsewhere) {
            release();
            if (elsewhere.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (elsewhere.getCause() instanceof Error failure) {
                throw failure;
            }
            throw elsewhere;
        } catch (RuntimeException | Error failure) {
            release();
            throw failure;
        }
    }

    /** Closes what was opened, or is being opened, for a member that does not join after all. */
    void abandon() {
        try {
            open();
        } catch (RuntimeException | Error failure) {
            log.debug("protocols that nobody wants any more could not be opened", failure);
            return;
        }
        protocols.close();
        release();
    }

    /** Frees the pools. */
    void release() {
        if (options.handlerExecutor == null) {
            options.runtime.release(handlers);
        }
        options.runtime.release(io);
    }
}
