package io.clusterkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All moments move along a clock that may overflow. */
class LivenessTest {
    private static final long[] EPOCHS = {0, -1_000_000, Long.MAX_VALUE - 50};

    @ParameterizedTest(name = "heard {0} ago, ttl {1}: expired {2}")
    @CsvSource({"0,100,false", "99,100,false", "100,100,false", "101,100,true"})
    void expiresWhenNotHeardForLongerThanItsTime(long ago, long ttl, boolean expired) {
        for (long epoch : EPOCHS) {
            assertThat(Liveness.isExpired(epoch + ago, epoch, ttl)).isEqualTo(expired);
        }
    }

    @ParameterizedTest(name = "heard {0} ago, fresh {1}: {2}")
    @CsvSource({"0,3,true", "2,3,true", "3,3,false", "4,3,false"})
    void isFreshWhenHeardWithinThatTime(long ago, long fresh, boolean expected) {
        for (long epoch : EPOCHS) {
            assertThat(Liveness.isFresh(epoch + ago, epoch, fresh)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "heard {0} ago, ttl 600, within {1}: counts from {2} ago")
    @CsvSource({
        "0,30,570", // as the original: heard just now, but asked to show itself
        "100,30,570",
        "570,30,570",
        "580,30,580", // would be gone sooner anyway
        "100,700,100"
    })
    void aShortenedLifeIsNeverLongerThanBefore(long ago, long within, long countsFromAgo) {
        for (long epoch : EPOCHS) {
            long now = epoch + ago;
            assertThat(Liveness.shortened(now, epoch, 600, within)).isEqualTo(now - countsFromAgo);
        }
    }
}
