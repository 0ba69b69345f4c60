package io.clusterkit.boot;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How tests wait for what must happen. Registered for all tests. */
public final class Patience implements BeforeAllCallback {
    /** No test is about this limit: a machine that is busy with other things takes long for what else takes no time. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        set();
    }

    /** For a JVM that a test starts. */
    public static void set() {
        Awaitility.setDefaultTimeout(LIMIT);
        // With Awaitility's 100 ms most of the time is waiting.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }
}
