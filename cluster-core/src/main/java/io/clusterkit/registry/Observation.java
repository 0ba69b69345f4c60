package io.clusterkit.registry;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one packet tells about its sender.
 *
 * @param id who sent it
 * @param address where it came from
 * @param local whether that is this host
 * @param byBroadcast whether it came by multicast: only then may it change the address of a known member
 * @param protocols the sender's protocols, best first
 * @param tags its tags, or null if the packet has none to tell
 * @param props properties of its protocols, by protocol id, or null if the packet has none to tell
 * @param replacesProps whether {@code props} replace all known ones, rather than being merged into them
 */
public record Observation(
        MemberId id,
        String address,
        boolean local,
        boolean byBroadcast,
        List<String> protocols,
        @Nullable Tags tags,
        @Nullable Map<String, Map<String, String>> props,
        boolean replacesProps) {}
