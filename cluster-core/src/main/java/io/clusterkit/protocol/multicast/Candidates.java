package io.clusterkit.protocol.multicast;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which interfaces to try, the best first. Reads the system each time: interfaces come and go. */
final class Candidates {
    private static final Logger log = LoggerFactory.getLogger(Candidates.class);

    /** What the system calls interfaces that lead to containers or virtual machines of this host only. */
    private static final List<String> VIRTUAL = List.of("docker", "veth", "br-", "virbr", "cni", "flannel", "cali");

    private Candidates() {}

    /**
     * An interface to try.
     *
     * @param rank smaller is better; what works is given up for a smaller rank only
     */
    record Candidate(String name, int rank) {}

    /** What the choice needs to know of an interface. */
    record Interface(String name, List<InetAddress> addresses, boolean loopback, boolean pointToPoint) {
        boolean canReach(InetAddress group) {
            boolean ipv4 = group instanceof Inet4Address;
            return addresses.stream().anyMatch(address -> (address instanceof Inet4Address) == ipv4);
        }
    }

    /** The candidates of this system now. */
    static List<Candidate> find(MulticastOptions options) {
        return choose(options, up(), routed(options));
    }

    /** As {@link #find}, over given interfaces; {@code routed} is the one the kernel would send the group to. */
    static List<Candidate> choose(MulticastOptions options, List<Interface> interfaces, @Nullable String routed) {
        List<Interface> able = interfaces.stream()
                .filter(each -> each.canReach(options.group()))
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        if (options.interfaces().isEmpty()) {
            able.forEach(each -> candidates.add(new Candidate(each.name(), rank(each, routed))));
            candidates.sort(Comparator.comparingInt(Candidate::rank)
                    .thenComparing(candidate -> !candidate.name().equals(routed)));
            return candidates;
        }
        for (int rank = 0; rank < options.interfaces().size(); rank++) {
            InterfaceRule rule = InterfaceRule.parse(options.interfaces().get(rank));
            for (Interface each : able) {
                boolean chosen = candidates.stream()
                        .anyMatch(candidate -> candidate.name().equals(each.name()));
                if (!chosen && rule.matches(each.name(), each.addresses())) {
                    candidates.add(new Candidate(each.name(), rank));
                }
            }
        }
        return candidates;
    }

    private static int rank(Interface each, @Nullable String routed) {
        if (each.loopback()) {
            return 2;
        }
        boolean leadsNowhere = each.pointToPoint() || VIRTUAL.stream().anyMatch(each.name()::startsWith);
        return leadsNowhere && !each.name().equals(routed) ? 1 : 0;
    }

    private static List<Interface> up() {
        List<Interface> interfaces = new ArrayList<>();
        for (NetworkInterface each : all()) {
            try {
                // supportsMulticast() is not asked: the loopback interface says no, and does.
                if (each.isUp()) {
                    interfaces.add(new Interface(
                            each.getName(), each.inetAddresses().toList(), each.isLoopback(), each.isPointToPoint()));
                }
            } catch (SocketException gone) {
                log.debug("interface {} went away", each.getName(), gone);
            }
        }
        return interfaces;
    }

    private static List<NetworkInterface> all() {
        try {
            return NetworkInterface.networkInterfaces().toList();
        } catch (SocketException none) {
            // That there is none is an exception too.
            log.debug("no interfaces", none);
            return List.of();
        }
    }

    private static @Nullable String routed(MulticastOptions options) {
        // Connecting a datagram socket sends nothing: it only makes the kernel choose a way.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(options.group(), options.port()));
            InetAddress local = socket.getLocalAddress();
            NetworkInterface there = local.isAnyLocalAddress() ? null : NetworkInterface.getByInetAddress(local);
            return there == null ? null : there.getName();
        } catch (SocketException | UncheckedIOException noRoute) {
            log.debug("no route to {}", options.group(), noRoute);
            return null;
        }
    }
}
