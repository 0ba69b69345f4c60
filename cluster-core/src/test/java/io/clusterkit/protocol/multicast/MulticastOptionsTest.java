package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MulticastOptionsTest {
    @Test
    void defaultsAreThoseOfTheOriginal() {
        MulticastOptions options = MulticastOptions.defaults();
        assertThat(options.group().getHostAddress()).isEqualTo("230.230.230.230");
        assertThat(options.port()).isEqualTo(23_000);
        assertThat(options.timeToLive()).isZero();
        assertThat(options.interfaces()).isEmpty();
        assertThat(options.maxDatagramBytes()).isEqualTo(1200);
    }

    @Test
    void aBadOptionIsNamedWithItsValueAndWhatIsAllowed() throws Exception {
        InetAddress unicast = InetAddress.getByName("192.0.2.1");
        refuses(
                options -> options.group(unicast),
                "option group is 192.0.2.1, allowed is a multicast address: 224.0.0.0 to 239.255.255.255 or ff00::/8");
        refuses(options -> options.port(0), "option port is 0, allowed is 1 to 65535");
        refuses(options -> options.timeToLive(-1), "option timeToLive is -1, allowed is 0 to 255");
        refuses(options -> options.timeToLive(256), "option timeToLive is 256, allowed is 0 to 255");
        refuses(
                options -> options.maxDatagramBytes(65_508),
                "option maxDatagramBytes is 65508, allowed is 256 to 65507");
        refuses(
                options -> options.receiveBufferBytes(1),
                "option receiveBufferBytes is 1, allowed is 4096 to 1073741824");
        refusesInterface(" ", "a name, a pattern such as eth* or a network such as 10.1.0.0/16");
        refusesInterface("10.1.0.0/33", "a prefix length of 0 to 32");
        refusesInterface("fd00::/129", "a prefix length of 0 to 128");
        refusesInterface("10.1.0.0/x", "a prefix length of 0 to 32");
        for (String network : List.of("example.org/8", "beef/8", "999.1.1.1/8", "10.1/8", "::zz/8", ":::/8")) {
            refusesInterface(network, "a network written with numbers, such as 10.1.0.0/16 or fd00::/8");
        }
    }

    private static void refusesInterface(String entry, String allowed) {
        refuses(
                options -> options.interfaces(List.of(entry)),
                "option interfaces has '" + entry + "', allowed is " + allowed);
    }

    private static void refuses(UnaryOperator<MulticastOptions.Builder> change, String message) {
        MulticastOptions.Builder changed = change.apply(MulticastOptions.builder());
        assertThatThrownBy(changed::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
