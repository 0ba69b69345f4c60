package io.clusterkit.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Sets the level of what Spring Integration logs for the transports to WARN where the application sets none: one line at
 * start and one for each member found or lost are enough, and it would say "started" and "stopped" of each socket as
 * well. {@code logging.level.io.clusterkit.protocol} is the application's to set.
 *
 * <p>Not by properties {@code logging.level.*}: binding the first of these takes longer than all the rest that the
 * starter does before the context is there.
 */
final class TransportLogLevels implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    static final List<String> CHATTY = List.of(
            "io.clusterkit.protocol.multicast.GroupReceiver",
            "io.clusterkit.protocol.multicast.GroupSender",
            "io.clusterkit.protocol.stream.ClientSockets$Factory",
            "io.clusterkit.protocol.stream.StreamServer$Factory");

    /** The application's own levels are set then. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (event.getEnvironment().containsProperty("logging.level.io.clusterkit.protocol")) {
            return;
        }
        LoggingSystem logging = LoggingSystem.get(event.getSpringApplication().getClassLoader());
        for (String logger : CHATTY) {
            LoggerConfiguration configuration = logging.getLoggerConfiguration(logger);
            if (configuration == null || configuration.getConfiguredLevel() == null) {
                logging.setLogLevel(logger, LogLevel.WARN);
            }
        }
    }
}
