package io.clusterkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How tests wait for what must happen: they look every 10 ms, as with Awaitility's 100 ms most of the time is waiting,
 * and give up late, as a busy machine is no fault.
 */
public final class ShortPolls implements BeforeAllCallback {
    /** For what must happen, however slow the machine is. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
