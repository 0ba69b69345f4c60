package io.clusterkit.protocol.memory;

import java.time.Duration;

/**
 * The troubles of a network. Datagrams (the beacon) suffer all of them; streams only the delay and partitions, as TCP
 * would.
 *
 * @param loss part of the datagrams that do not arrive, 0 to 1
 * @param duplication part of the datagrams that arrive twice, 0 to 1
 * @param leastDelay at least so long on the way
 * @param mostDelay at most so long on the way; datagrams overtake each other if it is more than the least
 */
public record Faults(double loss, double duplication, Duration leastDelay, Duration mostDelay) {
    /** A network without trouble. */
    public static final Faults NONE = new Faults(0, 0, Duration.ZERO, Duration.ZERO);

    public Faults {
        requirePart("loss", loss);
        requirePart("duplication", duplication);
        if (leastDelay.isNegative() || mostDelay.compareTo(leastDelay) < 0) {
            throw new IllegalArgumentException(
                    "delays must be 0 <= least <= most but are " + leastDelay + " and " + mostDelay);
        }
    }

    private static void requirePart(String name, double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1 but is " + part);
        }
    }
}
