package io.clusterkit.benchmarks.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** UDP multicast with nothing above it: a question is a datagram, the answer another. Datagrams may get lost. */
final class RawMulticastNode implements Node {
    private static final byte QUESTION = 0;
    private static final byte ANSWER = 1;
    private static final byte EVENT = 2;
    private static final int LARGEST = 65_507;

    private final MulticastSocket socket;
    private final InetSocketAddress group;

    RawMulticastNode(NodeSettings settings, Receiver receiver) throws IOException {
        group = new InetSocketAddress(InetAddress.getByName(settings.group()), settings.port());
        socket = new MulticastSocket(settings.port());
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        socket.setNetworkInterface(loopback);
        socket.setTimeToLive(0);
        socket.setReceiveBufferSize(4 * 1024 * 1024);
        socket.joinGroup(group, loopback);
        if (settings.isServer()) {
            Thread thread = new Thread(() -> serve(receiver), "raw-multicast");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void serve(Receiver receiver) {
        try {
            while (true) {
                byte[] frame = receive();
                if (frame[0] == QUESTION) {
                    send(ANSWER, receiver.asked(Arrays.copyOfRange(frame, 1, frame.length)));
                } else if (frame[0] == EVENT) {
                    receiver.told(frame, 1);
                }
            }
        } catch (SocketException closed) {
            return; // this member is done
        } catch (IOException failure) {
            throw new IllegalStateException("multicast failed", failure);
        }
    }

    private byte[] receive() throws IOException {
        byte[] buffer = new byte[LARGEST];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return Arrays.copyOf(buffer, packet.getLength());
    }

    private void send(byte kind, byte[] content) throws IOException {
        byte[] frame =
                ByteBuffer.allocate(1 + content.length).put(kind).put(content).array();
        socket.send(new DatagramPacket(frame, frame.length, group));
    }

    @Override
    public int others() {
        return 1;
    }

    @Override
    public byte[] ask(byte[] question) throws IOException {
        send(QUESTION, question);
        while (true) {
            byte[] frame = receive();
            if (frame[0] == ANSWER) {
                return frame;
            }
        }
    }

    @Override
    public void tell(byte[] event) throws IOException {
        send(EVENT, event);
    }

    @Override
    public void tellAll(byte[] event) throws IOException {
        send(EVENT, event);
    }

    @Override
    public void close() {
        socket.close();
    }
}
