package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.TestMembers;
import io.clusterkit.runtime.SteppedRuntime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RouteHealthTest {
    private static final Duration TICK = Duration.ofNanos(1);
    private static final MemberId A = TestMembers.id("a");
    private static final MemberId B = TestMembers.id("b");

    private final SteppedRuntime time = new SteppedRuntime(1);
    private final RouteHealth health = new RouteHealth(time);

    @Test
    void aFailedRouteIsPostponedUntilItsPauseIsOver() {
        health.failed(A, "t");

        assertThat(health.isPostponed(A, "t")).isTrue();
        time.advance(Duration.ofSeconds(1).minus(TICK));
        assertThat(health.isPostponed(A, "t")).isTrue();
        time.advance(TICK);
        assertThat(health.isPostponed(A, "t")).isFalse();
    }

    @Test
    void onlyTheRouteThatFailedIsPostponed() {
        health.failed(A, "t");

        assertThat(health.isPostponed(A, "u")).isFalse();
        assertThat(health.isPostponed(B, "t")).isFalse();
    }

    @Test
    void thePauseDoublesUpToAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            health.failed(A, "t");
            time.advance(Duration.ofSeconds(seconds).minus(TICK));
            assertThat(health.isPostponed(A, "t"))
                    .as("%s s less a tick", seconds)
                    .isTrue();
            time.advance(TICK);
            assertThat(health.isPostponed(A, "t")).as("%s s", seconds).isFalse();
        }
    }

    @Test
    void manyFailuresAtOnceAreOneTrouble() {
        for (int i = 0; i < 100; i++) {
            health.failed(A, "t");
        }

        time.advance(Duration.ofSeconds(1));
        assertThat(health.isPostponed(A, "t")).isFalse();
    }

    @Test
    void aSuccessEndsThePauseAndItsGrowth() {
        health.failed(A, "t");
        time.advance(Duration.ofSeconds(1));
        health.failed(A, "t");
        health.worked(A, "t");
        assertThat(health.isPostponed(A, "t")).isFalse();

        health.failed(A, "t");
        time.advance(Duration.ofSeconds(1));
        assertThat(health.isPostponed(A, "t")).isFalse();
    }

    @Test
    void aMemberThatIsGoneIsForgotten() {
        health.failed(A, "t");
        health.failed(A, "u");
        health.failed(B, "t");

        health.forget(A);

        assertThat(health.isPostponed(A, "t")).isFalse();
        assertThat(health.isPostponed(A, "u")).isFalse();
        assertThat(health.isPostponed(B, "t")).isTrue();
    }
}
