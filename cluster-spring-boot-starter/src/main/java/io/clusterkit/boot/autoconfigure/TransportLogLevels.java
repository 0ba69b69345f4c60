package io.clusterkit.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets the level of what Spring Integration logs for the transports to WARN, below all other sources of properties: one
 * line at start and one for each member found or lost are enough, and it would say "started" and "stopped" of each
 * socket as well. {@code logging.level.io.clusterkit.protocol} is the application's to set.
 */
final class TransportLogLevels implements EnvironmentPostProcessor {
    private static final List<String> CHATTY = List.of(
            "io.clusterkit.protocol.multicast.GroupReceiver",
            "io.clusterkit.protocol.multicast.GroupSender",
            "io.clusterkit.protocol.stream.ClientSockets$Factory",
            "io.clusterkit.protocol.stream.StreamServer$Factory");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.containsProperty("logging.level.io.clusterkit.protocol")) {
            return;
        }
        Map<String, Object> levels = new LinkedHashMap<>();
        CHATTY.forEach(logger -> levels.put("logging.level.[" + logger + "]", "warn"));
        environment.getPropertySources().addLast(new MapPropertySource("clusterTransportLogLevels", levels));
    }
}
