package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TakeableRoleTest {
    private final TakeableRole role = new TakeableRole();

    @Test
    void whoEndsItsTaskInTimeReadsOn() {
        long task = role.lend(100);

        assertThat(role.isLent()).isTrue();
        assertThat(role.takeAfter(50, 150)).isFalse();
        assertThat(role.giveBack(task)).isTrue();
        assertThat(role.isLent()).isFalse();
        assertThat(role.takeAfter(50, 151)).isFalse();
    }

    @Test
    void whoIsKeptLongerReadsNoMore() {
        long task = role.lend(100);

        assertThat(role.takeAfter(50, 151)).isTrue();
        assertThat(role.takeAfter(50, 200)).isFalse();
        assertThat(role.take(task)).isFalse();
        assertThat(role.giveBack(task)).isFalse();
    }

    @Test
    void theNewReadersTaskIsNotTheOldOnes() {
        long before = role.lend(100);
        assertThat(role.take(before)).isTrue();
        role.assume();
        long now = role.lend(200);

        assertThat(role.giveBack(before)).isFalse();
        assertThat(role.giveBack(now)).isTrue();
    }
}
