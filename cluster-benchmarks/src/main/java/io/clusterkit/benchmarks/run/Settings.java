package io.clusterkit.benchmarks.run;

import java.nio.file.Path;

/**
 * What all scenarios of a run share.
 *
 * @param shorter by how much all is shorter than a full run: figures are rougher then
 * @param logs directory of what child JVMs print
 */
public record Settings(Cores cores, int shorter, Path logs) {
    /** A time of a full run, as long as it is in this one. */
    int millis(int full) {
        return full / shorter;
    }
}
