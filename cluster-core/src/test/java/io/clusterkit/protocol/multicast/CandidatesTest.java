package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.protocol.multicast.Candidates.Candidate;
import io.clusterkit.protocol.multicast.Candidates.Interface;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private final List<Interface> interfaces = new ArrayList<>();

    CandidatesTest() {
        interfaces.add(new Interface("lo", addresses("127.0.0.1", "::1"), true, false));
        interfaces.add(new Interface("docker0", addresses("172.17.0.1"), false, false));
        interfaces.add(new Interface("tun0", addresses("10.8.0.2"), false, true));
        interfaces.add(new Interface("eth0", addresses("192.0.2.2", "fd00::2"), false, false));
        interfaces.add(new Interface("eth1", addresses("198.51.100.7"), false, false));
    }

    private static List<InetAddress> addresses(String... texts) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(InetAddress.getByName(text));
            } catch (UnknownHostException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return addresses;
    }

    private List<String> choose(MulticastOptions options, String routed) {
        return Candidates.choose(options, interfaces, routed).stream()
                .map(Candidate::name)
                .toList();
    }

    private static MulticastOptions named(String... rules) {
        return MulticastOptions.builder().interfaces(List.of(rules)).build();
    }

    @Test
    void theKernelsChoiceComesFirstTunnelsAndContainersLateLoopbackLast() {
        assertThat(choose(MulticastOptions.defaults(), "eth1"))
                .containsExactly("eth1", "eth0", "docker0", "tun0", "lo");
        assertThat(choose(MulticastOptions.defaults(), "tun0"))
                .containsExactly("tun0", "eth0", "eth1", "docker0", "lo");
        assertThat(choose(MulticastOptions.defaults(), "none"))
                .containsExactly("eth0", "eth1", "docker0", "tun0", "lo");
    }

    @Test
    void onlyThoseWithAnAddressOfTheGroupsKindAreTried() throws Exception {
        MulticastOptions ipv6 = MulticastOptions.builder()
                .group(InetAddress.getByName("ff15::1"))
                .build();
        assertThat(choose(ipv6, "eth1")).containsExactly("eth0", "lo");
    }

    @Test
    void theOptionsDecideWhichAndInWhichOrder() {
        assertThat(choose(named("lo"), "eth0")).containsExactly("lo");
        assertThat(choose(named("eth1", "eth*"), "eth0")).containsExactly("eth1", "eth0");
        assertThat(choose(named("10.0.0.0/8", "eth?"), "eth0")).containsExactly("tun0", "eth0", "eth1");
        assertThat(choose(named("fd00::/8", "198.51.100.7/32"), "eth0")).containsExactly("eth0", "eth1");
        assertThat(choose(named("0.0.0.0/0"), "eth0")).hasSize(5);
        assertThat(choose(named("wlan*"), "eth0")).isEmpty();
    }

    @Test
    void aDotInANameIsNoPattern() {
        interfaces.add(new Interface("eth0.7", addresses("203.0.113.1"), false, false));
        interfaces.add(new Interface("eth0x7", addresses("203.0.113.2"), false, false));
        assertThat(choose(named("eth0.7"), "eth0")).containsExactly("eth0.7");
    }
}
