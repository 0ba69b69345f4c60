package io.clusterkit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a class logs, kept from the console. */
public final class LogRecorder implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public LogRecorder(Class<?> of) {
        this(of, null);
    }

    /** From this level on; null for what the class logs in tests anyway. */
    public LogRecorder(Class<?> of, @Nullable Level level) {
        logger = (Logger) LoggerFactory.getLogger(of);
        before = logger.getLevel();
        if (level != null) {
            logger.setLevel(level);
        }
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    public List<String> messages() {
        synchronized (appender) { // as it does when it adds one: other threads may log meanwhile
            return appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
