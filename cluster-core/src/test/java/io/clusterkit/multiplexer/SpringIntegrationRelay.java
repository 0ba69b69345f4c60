package io.clusterkit.multiplexer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * The smallest relay on Spring Integration's connection factories, for the benchmark: no bounds, no limits, and a client
 * that does not read stops its senders.
 */
final class SpringIntegrationRelay implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final List<TcpConnection> connections = new CopyOnWriteArrayList<>();
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private final AbstractServerConnectionFactory factory;

    SpringIntegrationRelay(boolean nio) throws InterruptedException {
        factory = nio ? new TcpNioServerConnectionFactory(0) : new TcpNetServerConnectionFactory(0);
        factory.setBacklog(1024);
        factory.setSoTcpNoDelay(true);
        factory.setTaskScheduler(scheduler);
        ApplicationEventPublisher silent = event -> {};
        factory.setApplicationEventPublisher(silent);
        Serializer<byte[]> serializer = (bytes, stream) -> write(bytes, stream);
        Deserializer<byte[]> deserializer = SpringIntegrationRelay::read;
        factory.setSerializer(serializer);
        factory.setDeserializer(deserializer);
        factory.registerListener(this::relay);
        factory.registerSender(new Sender());
        factory.start();
        await().pollInterval(Duration.ofMillis(10)).until(() -> factory.getPort() != 0 && factory.isListening());
    }

    int port() {
        return factory.getPort();
    }

    private boolean relay(Message<?> message) {
        if (!(message.getPayload() instanceof byte[])) {
            return false; // the end of a connection
        }
        Object sender = message.getHeaders().get("ip_connectionId");
        Message<Object> forOthers = new GenericMessage<>(message.getPayload());
        for (TcpConnection each : connections) {
            if (!each.getConnectionId().equals(sender)) {
                each.send(forOthers);
            }
        }
        return true;
    }

    private static void write(byte[] bytes, OutputStream stream) throws IOException {
        stream.write(bytes);
        stream.flush();
    }

    private static byte[] read(InputStream stream) throws IOException {
        byte[] buffer = new byte[CHUNK];
        int got = stream.read(buffer);
        if (got < 0) {
            throw new SoftEndOfStreamException("end");
        }
        return Arrays.copyOf(buffer, got);
    }

    @Override
    public void close() {
        factory.stop();
        scheduler.close();
    }

    private final class Sender implements TcpSender {
        @Override
        public void addNewConnection(TcpConnection connection) {
            connections.add(connection);
        }

        @Override
        public void removeDeadConnection(TcpConnection connection) {
            connections.remove(connection);
        }
    }
}
