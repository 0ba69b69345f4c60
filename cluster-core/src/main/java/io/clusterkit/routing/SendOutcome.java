package io.clusterkit.routing;

import io.clusterkit.member.Member;
import org.jspecify.annotations.Nullable;

/**
 * What became of a packet for one member.
 *
 * @param member who it was for
 * @param sent whether it arrived, for an event by a stream to a member that gives receipts (ours do); otherwise whether it was
 *     handed to the network, which is not yet a sign that it arrived
 * @param protocol id of the protocol that took it, or of the last one tried, or null if none could be tried
 * @param cause why it failed, or null if it was sent
 */
public record SendOutcome(
        Member member,
        boolean sent,
        @Nullable String protocol,
        @Nullable Throwable cause) {}
