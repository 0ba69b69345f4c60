package io.clusterkit.boot.autoconfigure.multiplexer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of this application's multiplexers. */
@ConfigurationProperties("cluster")
public class MultiplexersProperties {
    /**
     * Multiplexers by name: each relays what one of its clients sends to all its other clients.
     */
    private Map<String, MultiplexerProperties> multiplexers = new LinkedHashMap<>();

    public Map<String, MultiplexerProperties> getMultiplexers() {
        return multiplexers;
    }

    public void setMultiplexers(Map<String, MultiplexerProperties> multiplexers) {
        this.multiplexers = multiplexers;
    }
}
