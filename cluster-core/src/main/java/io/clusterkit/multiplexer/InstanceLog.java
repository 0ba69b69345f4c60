package io.clusterkit.multiplexer;

import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one multiplexer says, from its own level on. The logger bears the multiplexer's name, so that a logging backend
 * can be told about it too; both must agree to let a message through. Thread-safe.
 */
final class InstanceLog {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Logger logger;
    private final TimeSource time;
    private volatile Level level;

    InstanceLog(String multiplexer, Level level, TimeSource time) {
        this.logger = LoggerFactory.getLogger(loggerName(multiplexer));
        this.level = level;
        this.time = time;
    }

    static String loggerName(String multiplexer) {
        return Multiplexer.class.getName() + "." + multiplexer;
    }

    void level(Level value) {
        level = value;
    }

    boolean says(Level candidate) {
        return candidate.toInt() >= level.toInt();
    }

    void debug(String message, Object first, Object second) {
        if (says(Level.DEBUG)) {
            logger.debug(message, first, second);
        }
    }

    void info(String message, Object first, Object second) {
        if (says(Level.INFO)) {
            logger.info(message, first, second);
        }
    }

    void warn(String message, Object argument) {
        if (says(Level.WARN)) {
            logger.warn(message, argument);
        }
    }

    void error(String message, Throwable cause) {
        if (says(Level.ERROR)) {
            logger.error(message, cause);
        }
    }

    /** For a trouble that may come again and again. */
    Repeated repeated() {
        return new Repeated();
    }

    /** Says one kind of trouble once in a while. */
    final class Repeated {
        private final RateLimitedLog limited = new RateLimitedLog(logger, time, INTERVAL);

        void warn(String message, Throwable cause) {
            if (says(Level.WARN)) {
                limited.warn(message, cause);
            }
        }

        void warn(String message) {
            if (says(Level.WARN)) {
                limited.warn(message);
            }
        }
    }
}
