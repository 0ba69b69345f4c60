package io.clusterkit.protocol.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.messaging.Message;

/** What Spring Integration's connection factories are told, clients and servers alike: no context is needed then. */
final class FactorySetup {
    /**
     * Bytes of the kernel's send buffer: what Linux gives a Unix socket by itself, and allows by default
     * ({@code net.core.wmem_max}). Who sets it gets twice as much, in which a few writes of 60 KiB fit, so that the writer
     * need not stop while the reader decodes.
     */
    private static final int SEND_BUFFER_BYTES = 208 << 10;

    private static final Logger log = LoggerFactory.getLogger(FactorySetup.class);

    private FactorySetup() {}

    static void apply(
            AbstractConnectionFactory factory, String name, Executor io, ApplicationEventPublisher publisher) {
        factory.setComponentName(name);
        factory.setApplicationEventPublisher(publisher);
        factory.setTaskExecutor(io);
        factory.setMapper(new BatchMapper());
        factory.setSerializer(new BatchSerializer());
        factory.setLookupHost(false);
        factory.setSoTcpNoDelay(true);
        factory.setSoKeepAlive(true);
        factory.setSoSendBufferSize(SEND_BUFFER_BYTES);
        // The factories want a listener; nothing comes here, since no messages are made of what is read.
        factory.registerListener(message -> {});
    }

    /** What sets a socket's attributes. */
    interface Attributes {
        void set(Socket socket) throws SocketException;
    }

    /**
     * Sets attributes as far as can be. A socket whose other end is gone already may refuse them; let through, that
     * exception would end the accepting of the whole server, without an event.
     */
    static void attributes(Socket socket, Attributes attributes) {
        try {
            attributes.set(socket);
        } catch (SocketException refused) {
            log.debug("attributes of {} not set", socket, refused);
        }
    }

    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            log.debug("a socket's close failed", alreadyBroken);
        }
    }

    /** Takes a batch out of the message that carries it; nothing is read by messages. */
    private static final class BatchMapper extends TcpMessageMapper {
        @Override
        public Object fromMessage(Message<?> message) {
            return message.getPayload();
        }
    }

    private static final class BatchSerializer implements Serializer<FrameBatch> {
        @Override
        public void serialize(FrameBatch batch, OutputStream out) throws IOException {
            batch.writeTo(out);
        }
    }
}
