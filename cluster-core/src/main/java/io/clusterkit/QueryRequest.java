package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question that came from a member.
 *
 * @param name the query's name, or null for one without (those of originals have none)
 * @param from who asks, as known when it arrived
 * @param channel the channel it was asked on
 * @param id its id on the wire, drawn by the asker
 * @param protocol id of the protocol by which it came
 * @param payload what it carries
 * @param headers names and values beside the payload, in the asker's order; empty if there are none
 */
public record QueryRequest(
        @Nullable String name,
        Member from,
        long channel,
        String id,
        String protocol,
        Payload payload,
        Map<String, String> headers) {
    /** The payload as text. */
    public String text() {
        return payload.asText();
    }
}
