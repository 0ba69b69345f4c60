package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A message that came from a member and wants no answer.
 *
 * @param from the sender, as known when it arrived
 * @param channel the channel it was sent on
 * @param id what the sender called it, or null
 * @param payload what it carries
 */
public record Event(Member from, long channel, @Nullable String id, Payload payload) {
    /** The payload as text. */
    public String text() {
        return payload.asText();
    }
}
