package io.clusterkit.sample;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How tests wait for what must happen. Registered for all tests. */
public final class Patience implements BeforeAllCallback {
    /** No test is about this limit: copies of the tests may share the host's cores. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
        // With Awaitility's 100 ms most of the time is waiting.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }
}
