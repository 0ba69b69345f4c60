package io.clusterkit.protocol.multicast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * How to use multicast. Members hear each other only with the same group and port.
 *
 * @param group a multicast address, IPv4 or IPv6
 * @param port UDP port, shared by all members of a host
 * @param timeToLive how many networks a datagram may cross; 0 for this host only
 * @param interfaces those to use, the best first: names ({@code eth0}), patterns with {@code *} and {@code ?}
 *     ({@code eth*}) or networks that an address of the interface is in ({@code 10.1.0.0/16}); empty to choose
 * @param maxDatagramBytes the largest frame that is sent; what is larger than a network's packets is cut into pieces on
 *     the way, of which none may get lost
 * @param receiveBufferBytes asked of the kernel, which may grant less
 */
public record MulticastOptions(
        InetAddress group,
        int port,
        int timeToLive,
        List<String> interfaces,
        int maxDatagramBytes,
        int receiveBufferBytes) {

    /** No datagram is larger, over IPv4. */
    public static final int DATAGRAM_LIMIT = 65_507;

    public MulticastOptions {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("option group is " + group.getHostAddress()
                    + ", allowed is a multicast address: 224.0.0.0 to 239.255.255.255 or ff00::/8");
        }
        check("port", port, 1, 65_535);
        check("timeToLive", timeToLive, 0, 255);
        check("maxDatagramBytes", maxDatagramBytes, 256, DATAGRAM_LIMIT);
        check("receiveBufferBytes", receiveBufferBytes, 4096, 1 << 30);
        interfaces = List.copyOf(interfaces);
        for (String rule : interfaces) {
            InterfaceRule.parse(rule);
        }
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    public static MulticastOptions defaults() {
        return builder().build();
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + least + " to " + most);
        }
    }

    /** Collects options; they are checked when built. Not thread-safe. */
    public static final class Builder {
        private InetAddress group = defaultGroup();
        private int port = 23_000;
        private int timeToLive;
        private List<String> interfaces = List.of();
        private int maxDatagramBytes = 1200;
        private int receiveBufferBytes = 4 << 20;

        private Builder() {}

        public Builder group(InetAddress value) {
            group = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder timeToLive(int value) {
            timeToLive = value;
            return this;
        }

        public Builder interfaces(List<String> value) {
            interfaces = value;
            return this;
        }

        public Builder maxDatagramBytes(int value) {
            maxDatagramBytes = value;
            return this;
        }

        public Builder receiveBufferBytes(int value) {
            receiveBufferBytes = value;
            return this;
        }

        public MulticastOptions build() {
            return new MulticastOptions(group, port, timeToLive, interfaces, maxDatagramBytes, receiveBufferBytes);
        }

        private static InetAddress defaultGroup() {
            try {
                return InetAddress.getByAddress(new byte[] {(byte) 230, (byte) 230, (byte) 230, (byte) 230});
            } catch (UnknownHostException impossible) {
                throw new AssertionError("four bytes are an address", impossible);
            }
        }
    }
}
