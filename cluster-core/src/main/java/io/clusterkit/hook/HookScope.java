package io.clusterkit.hook;

import java.util.Set;

/**
 * On which packets a hook is called.
 *
 * @param channels only packets on these; empty for all
 * @param protocols only packets by these, at points where the protocol is settled; empty for all
 */
public record HookScope(Set<Long> channels, Set<String> protocols) {
    /** All channels, all protocols. */
    public static final HookScope EVERYWHERE = new HookScope(Set.of(), Set.of());

    public HookScope {
        channels = Set.copyOf(channels);
        protocols = Set.copyOf(protocols);
    }

    /** These channels, all protocols. */
    public static HookScope channels(Long... channels) {
        return new HookScope(Set.of(channels), Set.of());
    }

    boolean covers(HookContext context) {
        String protocol = context.protocol();
        return (channels.isEmpty() || channels.contains(context.channel()))
                && (protocols.isEmpty() || (protocol != null && protocols.contains(protocol)));
    }
}
