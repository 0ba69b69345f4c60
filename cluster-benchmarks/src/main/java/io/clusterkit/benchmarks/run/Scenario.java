package io.clusterkit.benchmarks.run;

import java.util.List;
import java.util.Map;

/** Something that is measured of several contestants, one round of each after the other. */
public interface Scenario {
    /** What it is called on command lines and in progress lines. */
    String name();

    /** Who is measured, by the names of the table. */
    List<String> contestants();

    /** About how long a round of one contestant takes. */
    int seconds(String contestant);

    /** How many rounds, of those asked for; some are too long, or hold too well, to be repeated as often. */
    default int rounds(String contestant, int asked) {
        return asked;
    }

    /** Whether it is measured in each of several runs. One that takes long, and that no target depends on, need not be. */
    default boolean isRepeated(String contestant) {
        return true;
    }

    /** Measures one round of one contestant: figures by measurement. */
    Map<String, Map<String, Double>> round(String contestant) throws Exception;
}
