package io.clusterkit.protocol.multicast;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;

/**
 * Sends to the group on one interface. After an error make a new one. Not thread-safe.
 *
 * <p>A plain socket: Spring Integration's adapter for sending is a subscriber of Reactor's, which need not be there.
 */
final class GroupSender implements AutoCloseable {
    private final MulticastSocket socket;
    private final InetSocketAddress group;

    GroupSender(MulticastOptions options, String interfaceName) throws IOException {
        group = new InetSocketAddress(GroupSocket.groupOn(options.group(), interfaceName), options.port());
        socket = new MulticastSocket();
        boolean usable = false;
        try {
            socket.setTimeToLive(options.timeToLive());
            GroupSocket.useInterface(socket, interfaceName);
            usable = true;
        } finally {
            if (!usable) {
                socket.close();
            }
        }
    }

    /** Hands the bytes to the network; does not wait for it. */
    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, group));
    }

    @Override
    public void close() {
        socket.close();
    }
}
