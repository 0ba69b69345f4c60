package io.clusterkit.benchmarks.node;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Spring Integration's TcpNet at its best that still has a message for each frame: an own mapper without headers, a
 * writer that batches and a reader that buffers. A frame is length, kind, id, content.
 */
final class SpringIntegrationNode implements Node {
    private static final byte QUESTION = 0;
    private static final byte ANSWER = 1;
    private static final byte EVENT = 2;
    private static final int LENGTH = 4;
    private static final int HEADER = 1 + 8;
    private static final int BATCH = 64 * 1024;

    private final Receiver receiver;
    private final AbstractConnectionFactory factory;
    private final BatchSerializer serializer = new BatchSerializer();
    private final BufferedDeserializer deserializer = new BufferedDeserializer();
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile @Nullable TcpConnectionSupport connection;
    private final AtomicInteger others = new AtomicInteger();

    private SpringIntegrationNode(AbstractConnectionFactory factory, Receiver receiver) {
        this.factory = factory;
        this.receiver = receiver;
    }

    static SpringIntegrationNode open(NodeSettings settings, Receiver receiver) throws Exception {
        AbstractConnectionFactory factory = settings.isServer()
                ? new TcpNetServerConnectionFactory(settings.ownPort())
                : new TcpNetClientConnectionFactory("localhost", settings.port());
        SpringIntegrationNode node = new SpringIntegrationNode(factory, receiver);
        factory.setSoTcpNoDelay(true);
        factory.setTaskScheduler(new SimpleAsyncTaskScheduler());
        factory.setApplicationEventPublisher(event -> {});
        factory.setMapper(new BareMapper());
        factory.setSerializer(node.serializer);
        factory.setDeserializer(node.deserializer);
        factory.registerListener(node::received);
        factory.registerSender(new TcpSender() {
            @Override
            public void addNewConnection(TcpConnection added) {
                node.others.incrementAndGet();
            }
        });
        factory.start();
        if (factory instanceof TcpNetClientConnectionFactory client) {
            client.setSingleUse(false);
            node.connection = client.getConnection();
            node.others.set(1);
        }
        return node;
    }

    private boolean received(Message<?> message) {
        if (!(message instanceof BareMessage bare)) {
            return false;
        }
        byte[] frame = bare.payload.bytes;
        long id = ByteBuffer.wrap(frame).getLong(1);
        switch (frame[0]) {
            case QUESTION -> {
                byte[] answer = receiver.asked(Arrays.copyOfRange(frame, HEADER, frame.length));
                // Answers to the questions of one read go together.
                send(bare.connection, frame(ANSWER, id, answer), !deserializer.hasMore());
            }
            case ANSWER -> {
                CompletableFuture<byte[]> answer = waiting.remove(id);
                if (answer != null) {
                    answer.complete(Arrays.copyOfRange(frame, HEADER, frame.length));
                }
            }
            default -> receiver.told(frame, HEADER);
        }
        return true;
    }

    private static byte[] frame(byte kind, long id, byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .put(kind)
                .putLong(id)
                .put(content)
                .array();
    }

    private static void send(TcpConnection to, byte[] frame, boolean flush) {
        to.send(new BareMessage(new Frame(frame, flush), to));
    }

    private TcpConnection connection() {
        TcpConnection open = connection;
        if (open == null) {
            throw new IllegalStateException("servers do not ask");
        }
        return open;
    }

    @Override
    public int others() {
        return others.get();
    }

    @Override
    public byte[] ask(byte[] question) throws Exception {
        long id = ids.incrementAndGet();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        send(connection(), frame(QUESTION, id, question), true);
        return answer.get();
    }

    @Override
    public void tell(byte[] event) {
        send(connection(), frame(EVENT, 0, event), false);
    }

    @Override
    public void flush() {
        TcpConnection to = connection();
        to.send(new BareMessage(Frame.FLUSH, to));
    }

    @Override
    public void close() {
        factory.stop();
    }

    /** What one message carries. */
    private static final class Frame {
        static final Frame FLUSH = new Frame(new byte[0], true);

        final byte[] bytes; // kind, id and content; none if there is only to write what is batched
        final boolean flush; // whether all that is batched is to be written now

        Frame(byte[] bytes, boolean flush) {
            this.bytes = bytes;
            this.flush = flush;
        }
    }

    /** A frame and where it came from or goes to; no headers, no UUID. */
    private record BareMessage(Frame payload, TcpConnection connection) implements Message<Frame> {
        private static final MessageHeaders NONE = new MessageHeaders(Map.of());

        @Override
        public Frame getPayload() {
            return payload;
        }

        @Override
        public MessageHeaders getHeaders() {
            return NONE;
        }
    }

    private static final class BareMapper extends TcpMessageMapper {
        @Override
        public Message<?> toMessage(TcpConnection connection, @Nullable Map<String, Object> headers) {
            Object frame = requireNonNull(((TcpConnectionSupport) connection).getPayload(), "payload");
            return new BareMessage((Frame) frame, connection);
        }

        @Override
        public Object fromMessage(Message<?> message) {
            return message.getPayload();
        }
    }

    /** Writes when 64 KiB are together, or when told to. One connection of the benchmark, whose lock is held. */
    private static final class BatchSerializer implements Serializer<Frame> {
        private final ByteBuffer batch = ByteBuffer.allocate(2 * BATCH);

        @Override
        public void serialize(Frame frame, OutputStream out) throws IOException {
            if (frame.bytes.length > 0) {
                batch.putInt(frame.bytes.length).put(frame.bytes);
            }
            if (frame.flush || batch.position() >= BATCH) {
                out.write(batch.array(), 0, batch.position());
                out.flush();
                batch.clear();
            }
        }
    }

    /** Reads as much as is there, and returns a frame at a time. One connection of the benchmark, one buffer. */
    private static final class BufferedDeserializer implements Deserializer<Frame> {
        private final ByteBuffer buffer = ByteBuffer.allocate(4 * BATCH).flip();

        @Override
        public Frame deserialize(InputStream in) throws IOException {
            while (!hasMore()) {
                buffer.compact();
                int read = in.read(buffer.array(), buffer.position(), buffer.remaining());
                if (read < 0) {
                    throw new SoftEndOfStreamException();
                }
                buffer.position(buffer.position() + read).flip();
            }
            byte[] frame = new byte[buffer.getInt()];
            buffer.get(frame);
            return new Frame(frame, false);
        }

        /** Whether a whole frame has been read and not returned. */
        boolean hasMore() {
            return buffer.remaining() >= LENGTH && buffer.remaining() >= LENGTH + buffer.getInt(buffer.position());
        }
    }
}
