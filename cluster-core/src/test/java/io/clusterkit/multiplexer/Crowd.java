package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Many receivers of one stream on one thread: healthy ones, some that never read, some that read 1 KiB/s, and some
 * that vanish in the middle.
 */
final class Crowd implements AutoCloseable {
    private static final long SECOND = 1_000_000_000;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final ByteBuffer sip = ByteBuffer.allocate(1024);
    private final List<Receiver> healthy = new ArrayList<>();
    private final List<Receiver> slow = new ArrayList<>();
    private final List<Receiver> never = new ArrayList<>();
    private final List<Receiver> vanishing = new ArrayList<>();

    Crowd() throws IOException {
        selector = Selector.open();
    }

    void join(int port, int healthyOnes, int slowOnes, int neverOnes, int vanishingOnes) throws IOException {
        add(port, healthyOnes, healthy, true);
        add(port, slowOnes, slow, false);
        add(port, neverOnes, never, false);
        add(port, vanishingOnes, vanishing, true);
    }

    private void add(int port, int count, List<Receiver> kind, boolean reads) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            Receiver receiver = new Receiver(channel);
            kind.add(receiver);
            if (reads) {
                channel.register(selector, SelectionKey.OP_READ, receiver);
            }
        }
    }

    /** Receives until every healthy one has got all. Runs {@code watch} now and then. */
    void receive(long bytes, Runnable watch) throws IOException {
        long nextSip = System.nanoTime();
        int vanished = 0;
        while (!done(bytes)) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isValid() && key.attachment() instanceof Receiver receiver) {
                    receiver.read(buffer);
                }
            }
            selector.selectedKeys().clear();
            watch.run();
            if (System.nanoTime() - nextSip >= 0) {
                nextSip += SECOND;
                for (Receiver each : slow) {
                    each.read(sip);
                }
            }
            long middle = bytes / 4 + vanished * bytes / 2 / Math.max(1, vanishing.size());
            if (vanished < vanishing.size() && healthy.get(0).got >= middle) {
                vanishing.get(vanished++).vanish();
            }
        }
    }

    private boolean done(long bytes) throws IOException {
        for (Receiver each : healthy) {
            if (each.ended) {
                throw new IOException("a healthy client was closed after " + each.got + " bytes of " + bytes);
            }
            if (each.got < bytes) {
                return false;
            }
        }
        return true;
    }

    /** What the healthy ones have got: the sums of their bytes. */
    List<Long> sums() {
        return healthy.stream().map(each -> each.sum.getValue()).toList();
    }

    @Override
    public void close() throws IOException {
        for (List<Receiver> kind : List.of(healthy, slow, never, vanishing)) {
            for (Receiver each : kind) {
                each.channel.close();
            }
        }
        selector.close();
    }

    private static final class Receiver {
        private final SocketChannel channel;
        private final CRC32C sum = new CRC32C();
        private long got;
        private boolean ended;

        Receiver(SocketChannel channel) {
            this.channel = channel;
        }

        void read(ByteBuffer into) {
            if (ended) {
                return;
            }
            try {
                int count = channel.read(into.clear());
                if (count < 0) {
                    end();
                } else {
                    got += count;
                    sum.update(into.flip());
                }
            } catch (IOException reset) {
                end();
            }
        }

        void vanish() throws IOException {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            end();
        }

        private void end() {
            ended = true;
            try {
                channel.close();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
