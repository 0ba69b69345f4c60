package io.clusterkit.protocol.stream;

import io.clusterkit.protocol.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells deliveries how they ended; one that throws must not harm those behind it. */
final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private Reports() {}

    /**
     * These were sent.
     *
     * @param from the first one's place
     * @param to the place behind the last one
     */
    static void sent(Delivery[] run, int from, int to) {
        for (int next = from; next < to; ) {
            int at = next++;
            try {
                next = run[at].sentWith(run, at, to);
            } catch (Throwable failure) {
                log.error("a delivery's sent() failed", failure);
            }
        }
    }

    static void failed(Delivery delivery, Throwable cause) {
        try {
            delivery.failed(cause);
        } catch (Throwable failure) {
            log.error("a delivery's failed() failed", failure);
        }
    }
}
