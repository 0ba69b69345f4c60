package io.clusterkit.protocol.multicast;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.integration.ip.udp.inbound.MulticastReceivingChannelAdapter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/**
 * Receives what is sent to the group on one interface, on one thread and in order. It makes no messages: datagrams are
 * handed on as they are. A stopped one can't be started again.
 */
final class GroupReceiver extends MulticastReceivingChannelAdapter {
    private static final Logger log = LoggerFactory.getLogger(GroupReceiver.class);

    /** One more than can be right: a full buffer shows a datagram that was cut. */
    static final int BUFFER_BYTES = MulticastOptions.DATAGRAM_LIMIT + 1;

    /**
     * The adapter wants one to look things up in, and finds nothing. A bean factory of the usual kind would load 70 classes
     * more.
     */
    private static final BeanFactory NO_BEANS = new StaticListableBeanFactory();

    private final MulticastOptions options;
    private final String interfaceName;
    private final Consumer<DatagramPacket> onDatagram;
    private final Runnable onEnd;
    private final DatagramPacket packet = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param onDatagram called by the receiving thread; the packet and its bytes are used again afterwards; must not
     *     throw
     * @param onEnd called by the receiving thread when it ends, for whatever reason
     */
    GroupReceiver(
            MulticastOptions options,
            String interfaceName,
            Executor io,
            Consumer<DatagramPacket> onDatagram,
            Runnable onEnd) {
        super(options.group().getHostAddress(), options.port());
        this.options = options;
        this.interfaceName = interfaceName;
        this.onDatagram = onDatagram;
        this.onEnd = onEnd;
        setComponentName("cluster multicast on " + interfaceName);
        setBeanFactory(NO_BEANS);
        setApplicationEventPublisher(event -> {});
        setTaskExecutor(io);
        setLookupHost(false);
        setSoReceiveBufferSize(options.receiveBufferBytes());
        setSocketCustomizer(socket -> GroupSocket.useInterface(socket, interfaceName));
        afterPropertiesSet();
    }

    /** Joins the group, and then receives on a thread of the executor. */
    void open() throws IOException {
        try {
            getSocket();
        } catch (MessagingException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure);
        }
        start();
    }

    /** Ends it; waits a moment for its thread, unless called by it. */
    void close(long patienceMillis) {
        boolean started = isRunning();
        stop();
        DatagramSocket socket = getTheSocket();
        if (socket != null) {
            socket.close();
        }
        try {
            if (started && !ended.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                log.debug("the receiving thread on {} has not ended yet", interfaceName);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public DatagramSocket getSocket() {
        lock.lock();
        try {
            DatagramSocket socket = getTheSocket();
            if (socket == null) {
                socket = join();
                setSocket(socket);
            }
            return socket;
        } catch (IOException failure) {
            throw new MessagingException("can't join on " + interfaceName, failure);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            super.run();
        } catch (RuntimeException failure) {
            log.debug("receiving on {} ended", interfaceName, failure);
        } finally {
            ended.countDown();
            onEnd.run();
        }
    }

    @Override
    protected DatagramPacket receive() throws IOException {
        packet.setLength(BUFFER_BYTES);
        getSocket().receive(packet);
        return packet;
    }

    /** On this thread, not on others: so the order is kept. */
    @Override
    protected boolean asyncSendMessage(DatagramPacket received) {
        onDatagram.accept(received);
        return true;
    }

    /** No datagram can make this host send one to an address that it names. */
    @Override
    protected void sendAck(Message<byte[]> message) {}

    @Override
    public String toString() {
        return options.group().getHostAddress() + " port " + options.port() + " on " + interfaceName;
    }

    private MulticastSocket join() throws IOException {
        String group = GroupSocket.groupOn(options.group(), interfaceName);
        MulticastSocket socket = bind(group);
        boolean joined = false;
        try {
            setSocketAttributes(socket);
            socket.joinGroup(new InetSocketAddress(group, 0), GroupSocket.networkInterface(interfaceName));
            log.debug(
                    "joined {} on {}, receive buffer of {} bytes asked, {} granted",
                    group,
                    interfaceName,
                    options.receiveBufferBytes(),
                    socket.getReceiveBufferSize());
            joined = true;
            return socket;
        } finally {
            if (!joined) {
                socket.close();
            }
        }
    }

    /**
     * Bound to the group where the system can: what is sent to this host's own addresses, or to other groups, then does
     * not come here.
     */
    private MulticastSocket bind(String group) throws IOException {
        try {
            return bind(new InetSocketAddress(group, options.port()));
        } catch (SocketException refused) {
            log.debug("can't bind to {}, binding to all addresses", group, refused);
            return bind(new InetSocketAddress(options.port()));
        }
    }

    /**
     * Shares the port by both options that there are: members of the original share it by SO_REUSEPORT only, other
     * programs by SO_REUSEADDR, and the kernel wants one that both sides have.
     */
    private static MulticastSocket bind(InetSocketAddress address) throws IOException {
        MulticastSocket socket = new MulticastSocket(null);
        try {
            socket.setReuseAddress(true);
            if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            socket.bind(address);
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }
}
