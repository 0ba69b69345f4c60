package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that came from a member and wants no answer.
 *
 * @param from the sender, as known when it arrived
 * @param channel the channel it was sent on
 * @param id what the sender called it, or null
 * @param payload what it carries
 * @param headers names and values beside the payload, in the sender's order; empty if there are none
 */
public record Event(Member from, long channel, @Nullable String id, Payload payload, Map<String, String> headers) {
    /** The payload as text. */
    public String text() {
        return payload.asText();
    }
}
