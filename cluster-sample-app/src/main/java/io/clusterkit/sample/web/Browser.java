package io.clusterkit.sample.web;

import java.io.IOException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A browser that listens. One that is gone hears nothing, and nobody minds. */
final class Browser extends SseEmitter {
    private static final long NO_TIMEOUT = 0;

    Browser() {
        super(NO_TIMEOUT);
    }

    void send(String name, Object data) {
        try {
            send(event().name(name).data(data));
        } catch (IOException | IllegalStateException gone) {
            // Spring completes it
        }
    }
}
