package io.clusterkit.benchmarks.run;

import java.nio.file.Path;

/**
 * What all scenarios of a run share.
 *
 * @param quick shorter, for a first look: figures are rougher
 * @param logs directory of what child JVMs print
 */
public record Settings(Cores cores, boolean quick, Path logs) {
    /** So long in a full run, a third of it in a quick one. */
    int millis(int full) {
        return quick ? full / 3 : full;
    }
}
