package io.clusterkit.protocol.multicast;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which interfaces to try, the best first. Reads the system each time: interfaces come and go. */
final class Candidates {
    private static final Logger log = LoggerFactory.getLogger(Candidates.class);

    /** What the system calls interfaces that lead to containers or virtual machines of this host only. */
    private static final List<String> VIRTUAL = List.of("docker", "veth", "br-", "virbr", "cni", "flannel", "cali");

    private static final int LOWEST_RANK = 2;

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
            for (InetAddress address : addresses) {
                if ((address instanceof Inet4Address) == ipv4) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The candidates of this system now. */
    static List<Candidate> find(MulticastOptions options) {
        return choose(options, up(), routed(options));
    }

    /** As {@link #find}, over given interfaces; {@code routed} is the one the kernel would send the group to. */
    static List<Candidate> choose(MulticastOptions options, List<Interface> interfaces, @Nullable String routed) {
        List<Interface> able = new ArrayList<>();
        for (Interface each : interfaces) {
            if (each.canReach(options.group())) {
                able.add(each);
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        if (options.interfaces().isEmpty()) {
            for (int rank = 0; rank <= LOWEST_RANK; rank++) {
                addAll(able, rank, routed, candidates);
            }
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

    /** Those of this rank, the routed one first. Loops, not streams: the first join of a JVM waits for each lambda's class. */
    private static void addAll(List<Interface> able, int rank, @Nullable String routed, List<Candidate> candidates) {
        int first = candidates.size();
        for (Interface each : able) {
            if (rank(each, routed) == rank) {
                candidates.add(
                        each.name().equals(routed) ? first : candidates.size(), new Candidate(each.name(), rank));
            }
        }
    }

    private static int rank(Interface each, @Nullable String routed) {
        if (each.loopback()) {
            return LOWEST_RANK;
        }
        boolean leadsNowhere = each.pointToPoint() || isVirtual(each.name());
        return leadsNowhere && !each.name().equals(routed) ? 1 : 0;
    }

    private static boolean isVirtual(String name) {
        for (String prefix : VIRTUAL) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static List<Interface> up() {
        List<Interface> interfaces = new ArrayList<>();
        for (NetworkInterface each : all()) {
            try {
                // supportsMulticast() is not asked: the loopback interface says no, and does.
                if (each.isUp()) {
                    interfaces.add(new Interface(
                            each.getName(),
                            Collections.list(each.getInetAddresses()),
                            each.isLoopback(),
                            each.isPointToPoint()));
                }
            } catch (SocketException gone) {
                log.debug("interface {} went away", each.getName(), gone);
            }
        }
        return interfaces;
    }

    private static List<NetworkInterface> all() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces());
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
