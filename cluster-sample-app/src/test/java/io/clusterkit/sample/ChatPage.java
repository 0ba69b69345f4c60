package io.clusterkit.sample;

import java.io.IOException;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page in the chat room, without a browser. */
final class ChatPage implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpSurface http;
    private final Stream<String> stream;
    private final Iterator<String> lines;
    private @Nullable String guest;

    private ChatPage(HttpSurface http) throws IOException, InterruptedException {
        this.http = http;
        this.stream = http.open("stream?chat=true").body();
        this.lines = stream.iterator();
    }

    static ChatPage open(RunningSample sample) throws IOException, InterruptedException {
        return new ChatPage(sample.http());
    }

    /** The next event of this name; others are passed over. */
    JsonNode next(String event) {
        boolean wanted = false;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event:")) {
                wanted = line.equals("event:" + event);
            } else if (wanted && line.startsWith("data:")) {
                JsonNode data = JSON.readTree(line.substring("data:".length()));
                if (event.equals("chat")) {
                    guest = data.path("guest").asString("");
                }
                return data;
            }
        }
        throw new AssertionError("the stream has ended without " + event);
    }

    HttpSurface.Reply say(String text) {
        return http.post(
                "chat",
                JSON.createObjectNode().put("guest", guest).put("text", text).toString());
    }

    /** Breaks the connection. */
    @Override
    public void close() {
        stream.close();
    }
}
