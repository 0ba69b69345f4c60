package io.clusterkit.benchmarks.node;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * Spring Integration's TcpNet at its best: an own mapper without headers, batches written in one go, all frames of one
 * read in one message. A frame is length, kind, id, content.
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
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private List<byte[]> batch = new ArrayList<>();
    private int batched;
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
        factory.setSerializer(new BatchSerializer());
        factory.setDeserializer(new BatchDeserializer());
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
        if (!(message instanceof BareMessage frames)) {
            return false;
        }
        List<byte[]> answers = new ArrayList<>();
        for (byte[] frame : frames.payload) {
            long id = ByteBuffer.wrap(frame).getLong(1);
            switch (frame[0]) {
                case QUESTION ->
                    answers.add(frame(ANSWER, id, receiver.asked(Arrays.copyOfRange(frame, HEADER, frame.length))));
                case ANSWER -> {
                    CompletableFuture<byte[]> answer = waiting.remove(id);
                    if (answer != null) {
                        answer.complete(Arrays.copyOfRange(frame, HEADER, frame.length));
                    }
                }
                default -> receiver.told(frame, HEADER);
            }
        }
        if (!answers.isEmpty()) {
            frames.connection.send(new BareMessage(answers, frames.connection));
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
        TcpConnection to = connection();
        to.send(new BareMessage(List.of(frame(QUESTION, id, question)), to));
        return answer.get();
    }

    @Override
    public void tell(byte[] event) {
        batch.add(frame(EVENT, 0, event));
        batched += LENGTH + HEADER + event.length;
        if (batched >= BATCH) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (!batch.isEmpty()) {
            TcpConnection to = connection();
            to.send(new BareMessage(batch, to));
            batch = new ArrayList<>();
            batched = 0;
        }
    }

    @Override
    public void close() {
        factory.stop();
    }

    /** Frames and where they came from or go to; no headers, no UUID. */
    private record BareMessage(List<byte[]> payload, TcpConnection connection) implements Message<List<byte[]>> {
        private static final MessageHeaders NONE = new MessageHeaders(Map.of());

        @Override
        public List<byte[]> getPayload() {
            return payload;
        }

        @Override
        public MessageHeaders getHeaders() {
            return NONE;
        }
    }

    private static final class BareMapper extends TcpMessageMapper {
        @Override
        @SuppressWarnings("unchecked") // what our deserializer returns
        public Message<?> toMessage(TcpConnection connection, @Nullable Map<String, Object> headers) {
            Object frames = requireNonNull(((TcpConnectionSupport) connection).getPayload(), "payload");
            return new BareMessage((List<byte[]>) frames, connection);
        }

        @Override
        public Object fromMessage(Message<?> message) {
            return message.getPayload();
        }
    }

    private static final class BatchSerializer implements Serializer<List<byte[]>> {
        @Override
        public void serialize(List<byte[]> frames, OutputStream out) throws IOException {
            int bytes = 0;
            for (byte[] frame : frames) {
                bytes += LENGTH + frame.length;
            }
            ByteBuffer all = ByteBuffer.allocate(bytes);
            for (byte[] frame : frames) {
                all.putInt(frame.length).put(frame);
            }
            out.write(all.array());
            out.flush();
        }
    }

    /** Reads what is there, and returns all whole frames of it. One connection of the benchmark, one buffer. */
    private static final class BatchDeserializer implements Deserializer<List<byte[]>> {
        private final ByteBuffer buffer = ByteBuffer.allocate(4 * BATCH).flip();

        @Override
        public List<byte[]> deserialize(InputStream in) throws IOException {
            List<byte[]> frames = new ArrayList<>();
            while (frames.isEmpty()) {
                buffer.compact();
                int read = in.read(buffer.array(), buffer.position(), buffer.remaining());
                if (read < 0) {
                    throw new SoftEndOfStreamException();
                }
                buffer.position(buffer.position() + read).flip();
                while (buffer.remaining() >= LENGTH
                        && buffer.remaining() >= LENGTH + buffer.getInt(buffer.position())) {
                    byte[] frame = new byte[buffer.getInt()];
                    buffer.get(frame);
                    frames.add(frame);
                }
            }
            return frames;
        }
    }
}
