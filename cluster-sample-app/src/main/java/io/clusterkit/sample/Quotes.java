package io.clusterkit.sample;

import io.clusterkit.boot.QueryHandler;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Answers {@code quote} with a price, on members that are tagged {@code quotes}. */
@Component
@Conditional(QuotesTag.class)
class Quotes {
    private static final Map<String, Double> PRICES = Map.of(
            "ACME", 101.25,
            "BOLT", 18.40,
            "CEDAR", 64.10,
            "DELTA", 230.75,
            "EMBER", 9.85,
            "FJORD", 412.00,
            "GROVE", 37.60,
            "HALO", 128.90,
            "IRIS", 55.15,
            "JADE", 76.30);

    /** Each member sees its own market: up to half a percent above or below. */
    private final double view = ThreadLocalRandom.current().nextDouble(0.995, 1.005);

    /** What it throws becomes the asker's error for this member. */
    @QueryHandler("quote")
    String price(String symbol) {
        Double price = PRICES.get(symbol);
        if (price == null) {
            throw new IllegalArgumentException("unknown symbol: " + symbol);
        }
        return String.format(Locale.ROOT, "%.2f", price * view);
    }
}
