package io.clusterkit.multiplexer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Multiplexers for tests. */
final class Multiplexers {
    private Multiplexers() {}

    /** A multiplexer that only this host reaches, on a free port. */
    static MultiplexerBuilder local() {
        return Multiplexer.builder().name("test").bindAddress(InetAddress.getLoopbackAddress());
    }

    /** Ends it before the end of the block that would. */
    static void end(Multiplexer multiplexer) {
        multiplexer.close();
    }

    /** Waits until it is so, looking often: most things here take less than a millisecond. */
    static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }
}
