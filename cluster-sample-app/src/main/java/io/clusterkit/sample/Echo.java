package io.clusterkit.sample;

import io.clusterkit.boot.QueryHandler;
import org.springframework.stereotype.Component;

/** Answers queries without a name, as members written in other languages ask them. */
@Component
class Echo {
    @QueryHandler
    String echo(String data) {
        return "echo: " + data;
    }
}
