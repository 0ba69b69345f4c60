package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNameTest {
    /** Computed by another program, in Python, from the formula of the decision page. */
    @ParameterizedTest
    @CsvSource({
        "orders, 239.192.157.219, 26852",
        "Orders, 239.192.207.221, 24976",
        "billing, 239.192.22.236, 31383",
        "test, 239.194.187.129, 32101",
        "a, 239.193.0.18, 32202",
        "m\u00fcnchen, 239.192.4.95, 27435",
        "mu\u0308nchen, 239.192.4.95, 27435",
        "\u5e97, 239.192.110.106, 28401",
        "orders staging, 239.192.165.104, 30362",
        "\ud83d\ude00, 239.192.153.52, 30023"
    })
    void aNameStandsForTheSameGroupAndPortEverywhere(String name, String group, int port) {
        ClusterSettings settings =
                ClusterSettings.of(ClusterOptions.builder().name(name).build());

        assertThat(settings.address().getHostAddress()).isEqualTo(group);
        assertThat(settings.port()).isEqualTo(port);
        assertThat(settings.multicast().group()).isEqualTo(settings.address());
        assertThat(settings.multicast().port()).isEqualTo(port);
    }

    @Test
    void theEmptyNameIsTheOriginals() {
        ClusterSettings settings =
                ClusterSettings.of(ClusterOptions.builder().name("").build());

        assertThat(settings.name()).isEmpty();
        assertThat(settings.address().getHostAddress()).isEqualTo(ClusterOptions.DEFAULT_ADDRESS);
        assertThat(settings.port()).isEqualTo(ClusterOptions.DEFAULT_PORT);
    }

    @Test
    void groupsAndPortsStayInTheirRangesAndSpread() {
        Set<String> groups = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            ClusterName name = Objects.requireNonNull(ClusterName.of("name-" + i));
            int[] group = bytes(name);
            assertThat(group[0]).isEqualTo(239);
            assertThat(group[1]).isBetween(192, 195);
            assertThat(group[1] == 192 && group[2] == 0).as("the first 256").isFalse();
            assertThat(group[1] == 195 && group[2] == 255).as("the last 256").isFalse();
            assertThat(name.port()).isBetween(24_576, 32_767);
            groups.add(name.group().getHostAddress());
            ports.add(name.port());
        }
        // Of 261632 groups 50000 draws give about 45500 different ones, and nearly all of the 8192 ports.
        assertThat(groups).hasSizeGreaterThan(44_500);
        assertThat(ports).hasSizeGreaterThan(8_100);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", " orders", "orders ", "or\nders", "or\u0000ders", "\ud800"})
    void aNameThatCannotBeToldByReadingItIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterOptions.builder().name(name))
                .withMessageStartingWith("name must be 1 to 128 characters");
    }

    @Test
    void aNameIsAtMost128Characters() {
        assertThat(ClusterName.of("x".repeat(128))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> ClusterName.of("x".repeat(129)));
    }

    private static int[] bytes(ClusterName name) {
        byte[] address = name.group().getAddress();
        return IntStream.range(0, 4).map(i -> address[i] & 0xFF).toArray();
    }
}
