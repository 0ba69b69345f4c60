package io.clusterkit.protocol.multicast;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;

/** What sender and receiver have in common: they must agree on the interface, or they do not hear each other. */
final class GroupSocket {
    private GroupSocket() {}

    /** The interface as it is now: one that was re-created has the same name and another index. */
    static NetworkInterface networkInterface(String name) throws SocketException {
        NetworkInterface found = NetworkInterface.getByName(name);
        if (found == null) {
            throw new SocketException("there is no interface " + name);
        }
        return found;
    }

    /** The group as text; an IPv6 group of limited scope means something on an interface only. */
    static String groupOn(InetAddress group, String interfaceName) throws SocketException {
        if (group instanceof Inet6Address && (group.isMCLinkLocal() || group.isMCNodeLocal())) {
            try {
                int index = networkInterface(interfaceName).getIndex();
                return Inet6Address.getByAddress(null, group.getAddress(), index)
                        .getHostAddress();
            } catch (UnknownHostException impossible) {
                throw new AssertionError("sixteen bytes are an address", impossible);
            }
        }
        return group.getHostAddress();
    }

    static void useInterface(DatagramSocket socket, String interfaceName) throws SocketException {
        try {
            socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface(interfaceName));
            socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        } catch (SocketException refused) {
            throw refused;
        } catch (IOException refused) {
            SocketException said = new SocketException(refused.getMessage());
            said.initCause(refused);
            throw said;
        }
    }
}
