package io.clusterkit.protocol.multicast;

import java.util.Map;
import java.util.UUID;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A datagram as the message that Spring Integration sends: without a header map and an id of its own. */
final class DatagramMessage implements Message<byte[]> {
    private static final MessageHeaders NO_HEADERS = new NoHeaders();

    private final byte[] bytes;

    DatagramMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] getPayload() {
        return bytes;
    }

    @Override
    public MessageHeaders getHeaders() {
        return NO_HEADERS;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }

    private static final class NoHeaders extends MessageHeaders {
        private static final long serialVersionUID = 1L;
        /** Spring Integration would draw one for each message without. */
        private static final UUID SOME_ID = new UUID(0, 0);

        NoHeaders() {
            super(Map.of(), SOME_ID, -1L);
        }
    }
}
