package io.clusterkit.protocol.stream;

import java.util.Map;
import java.util.UUID;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A batch as the message that Spring Integration sends: without a header map and an id of its own. */
record BatchMessage(FrameBatch batch) implements Message<FrameBatch> {
    private static final MessageHeaders NO_HEADERS = new NoHeaders();

    @Override
    public FrameBatch getPayload() {
        return batch;
    }

    @Override
    public MessageHeaders getHeaders() {
        return NO_HEADERS;
    }

    private static final class NoHeaders extends MessageHeaders {
        private static final long serialVersionUID = 1L;
        private static final UUID NO_ID = new UUID(0, 0);

        NoHeaders() {
            super(Map.of(), NO_ID, -1L);
        }
    }
}
