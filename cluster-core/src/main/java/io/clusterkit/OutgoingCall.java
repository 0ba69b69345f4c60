package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query or an event on its way out, as a {@link CallObserver} sees it. Not thread-safe. */
public final class OutgoingCall {
    private final @Nullable String name;
    private final long channel;
    private final List<Member> receivers;
    private Map<String, String> headers = Map.of(); // of most calls it stays that

    /**
     * A call.
     *
     * @param name the query's name; null for one without, and for an event
     * @param receivers whom it is for
     */
    public OutgoingCall(@Nullable String name, long channel, List<Member> receivers) {
        this.name = name;
        this.channel = channel;
        this.receivers = receivers;
    }

    /** The query's name; null for one without, and for an event. */
    public @Nullable String name() {
        return name;
    }

    /** The channel it goes on. */
    public long channel() {
        return channel;
    }

    /** Whom it is for, as resolved. */
    public List<Member> receivers() {
        return receivers;
    }

    /**
     * Adds a header, which goes only to members that announced that they understand headers. If there are too many, with
     * those of the application, none of the added ones goes.
     */
    public void header(String name, String value) {
        if (headers.isEmpty()) {
            headers = new LinkedHashMap<>();
        }
        headers.put(name, value);
    }

    /** The headers that were added here. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The application's headers and those added here, which win; the application's alone if there are too many. */
    Map<String, String> plusOwn(Map<String, String> applications) {
        if (headers.isEmpty()) {
            return applications;
        }
        try {
            return Headers.plus(applications, headers);
        } catch (IllegalArgumentException tooMany) {
            return applications;
        }
    }
}
