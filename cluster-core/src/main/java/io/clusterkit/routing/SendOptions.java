package io.clusterkit.routing;

import java.util.List;

/**
 * How a packet may go to a member.
 *
 * @param protocols only these, in this order; empty for the member's own, in its order
 * @param mayBroadcast whether multicast with a filter may be used when nothing else works
 * @param reports whether the member is told of protocols that failed, and the cluster of a member that can't be reached
 */
public record SendOptions(List<String> protocols, boolean mayBroadcast, boolean reports) {
    /** The member's protocols, multicast as the last resort, with reports. */
    public static final SendOptions DEFAULT = new SendOptions(List.of(), true, true);

    public SendOptions {
        protocols = List.copyOf(protocols);
    }

    /** The same by these protocols only; multicast if it is among them. */
    public SendOptions withProtocols(List<String> protocols) {
        return new SendOptions(protocols, true, reports);
    }
}
