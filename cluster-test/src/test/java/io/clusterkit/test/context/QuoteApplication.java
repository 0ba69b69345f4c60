package io.clusterkit.test.context;

import io.clusterkit.boot.QueryHandler;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application as its tests meet it. */
@SpringBootApplication
class QuoteApplication {
    @QueryHandler("quote")
    String quote(String symbol) {
        return symbol + " 42.17";
    }
}
