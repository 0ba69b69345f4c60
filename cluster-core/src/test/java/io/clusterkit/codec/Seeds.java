package io.clusterkit.codec;

/** The seed of tests that draw: fixed, unless {@code -Dcluster.test.seed} says otherwise. */
final class Seeds {
    private static final long FIXED = 20_170_114L;

    private Seeds() {}

    static long seed() {
        return Long.getLong("cluster.test.seed", FIXED);
    }
}
