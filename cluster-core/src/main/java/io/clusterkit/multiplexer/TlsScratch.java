package io.clusterkit.multiplexer;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** What all TLS links of a multiplexer share: a client at rest holds no buffers of its own. */
final class TlsScratch {
    private static final int BYTES = 80 * 1024;

    /** Encrypted bytes from a socket, and on their way to one. Nothing is left in them between two calls. */
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BYTES);

    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer handshake = ByteBuffer.allocate(BYTES);

    private final Executor helpers;
    private final Executor relayThread;

    TlsScratch(Executor helpers, Executor relayThread) {
        this.helpers = helpers;
        this.relayThread = relayThread;
    }

    ByteBuffer incoming() {
        return incoming.clear();
    }

    ByteBuffer outgoing() {
        return outgoing.clear();
    }

    /** For handshakes, which give no data. */
    ByteBuffer noData() {
        return handshake.clear();
    }

    /** Runs {@code task} elsewhere, it may take its time; then {@code next} on the relay's thread. */
    void runElsewhere(Runnable task, Runnable next) {
        helpers.execute(() -> {
            try {
                task.run();
            } finally {
                relayThread.execute(next);
            }
        });
    }
}
