package io.clusterkit.test.examples;

import io.clusterkit.boot.QueryHandler;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class ExampleApplication {
    @QueryHandler("quote")
    String quote(String symbol) {
        return symbol + " 42.17";
    }
}
