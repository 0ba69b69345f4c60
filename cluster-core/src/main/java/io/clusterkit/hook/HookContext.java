package io.clusterkit.hook;

import io.clusterkit.member.Member;
import org.jspecify.annotations.Nullable;

/**
 * Where a hook is called.
 *
 * @param point the place
 * @param channel the packet's channel, 0 where there is no packet
 * @param protocol id of the protocol it came by or goes by, or null where that is not settled
 * @param member the other side, as far as it is known, or null for a packet to all
 */
public record HookContext(
        HookPoint point,
        long channel,
        @Nullable String protocol,
        @Nullable Member member) {}
