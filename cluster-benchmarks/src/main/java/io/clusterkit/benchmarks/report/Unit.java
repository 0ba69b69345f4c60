package io.clusterkit.benchmarks.report;

import java.util.Locale;

/** What a figure counts, and how it is written. */
enum Unit {
    MICROSECONDS("µs"),
    MILLISECONDS("ms"),
    NANOSECONDS("ns"),
    PER_SECOND("/s"),
    MEBIBYTES("MiB"),
    BYTES("B"),
    BYTES_PER_SECOND("B/s"),
    THREADS("threads"),
    PERCENT("%");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    String write(double figure) {
        if (this == PER_SECOND) {
            return figure >= 1e6
                    ? round(figure / 1e6) + " M/s"
                    : figure >= 1e3 ? round(figure / 1e3) + " k/s" : round(figure) + "/s";
        }
        return round(figure) + " " + symbol;
    }

    /** Three digits are more than such figures hold. */
    static String round(double figure) {
        double size = Math.abs(figure);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", figure);
    }
}
