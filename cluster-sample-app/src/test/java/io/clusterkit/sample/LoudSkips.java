package io.clusterkit.sample;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Says why a test was skipped, which the build's output would otherwise keep to itself. Registered for all tests. */
public final class LoudSkips implements TestWatcher {
    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        say(context, cause == null ? "aborted" : String.valueOf(cause.getMessage()));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        say(context, reason.orElse("disabled"));
    }

    private static void say(ExtensionContext context, String reason) {
        String because = reason.replaceFirst("^(Assumption failed: )?(SKIPPED: )?", "");
        System.out.println("SKIPPED: " + context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + ": " + because);
    }
}
