package io.clusterkit.boot.autoconfigure.endpoint;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerStats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** {@link Endpoint @Endpoint} to show this application's multiplexers. */
@Endpoint(id = "multiplexers")
public class MultiplexersEndpoint {
    private final Multiplexers multiplexers;

    public MultiplexersEndpoint(Multiplexers multiplexers) {
        this.multiplexers = multiplexers;
    }

    @ReadOperation
    public MultiplexersDescriptor multiplexers() {
        Map<String, MultiplexerDescriptor> byName = new LinkedHashMap<>();
        multiplexers.names().forEach(name -> byName.put(name, describe(name)));
        return new MultiplexersDescriptor(byName);
    }

    @ReadOperation
    public @Nullable MultiplexerDescriptor multiplexer(@Selector String name) {
        return multiplexers.names().contains(name) ? describe(name) : null;
    }

    private MultiplexerDescriptor describe(String name) {
        Optional<Multiplexer> running = multiplexers.find(name);
        return new MultiplexerDescriptor(
                running.isPresent(), running.map(Multiplexer::port).orElse(0), multiplexers.stats(name));
    }

    /**
     * Description of multiplexers.
     *
     * @param multiplexers by their names in the properties
     */
    public record MultiplexersDescriptor(Map<String, MultiplexerDescriptor> multiplexers)
            implements OperationResponseBody {}

    /**
     * Description of a multiplexer.
     *
     * @param running whether it is open
     * @param port the real one; 0 for a Unix socket, or unless it is open
     * @param stats its figures
     */
    public record MultiplexerDescriptor(boolean running, int port, MultiplexerStats stats)
            implements OperationResponseBody {}
}
