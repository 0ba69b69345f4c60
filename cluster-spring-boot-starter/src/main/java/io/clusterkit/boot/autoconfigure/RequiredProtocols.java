package io.clusterkit.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * The protocols without which the application does not start: those of the property, or else those that other
 * properties ask for by name, port, path or interface. Multicast is not among them because it is named: it works again
 * when a network comes.
 */
record RequiredProtocols(ClusterProperties properties) {
    private static final String TCP = "t";
    private static final String UNIX = "u";
    private static final String MULTICAST = "c";

    List<String> ids() {
        List<String> set = properties.getRequiredProtocols();
        if (set != null) {
            return set;
        }
        List<String> demanded = new ArrayList<>();
        if (properties.areProtocolsNamed()) {
            properties.getProtocols().stream()
                    .filter(id -> !id.equals(MULTICAST))
                    .forEach(demanded::add);
        }
        if (isWanted(TCP) && properties.getProtocol().getTcp().getPort() != 0) {
            demanded.add(TCP);
        }
        if (isWanted(TCP) && properties.getProtocol().getTcp().getBindAddress() != null) {
            demanded.add(TCP);
        }
        if (isWanted(UNIX) && properties.getProtocol().getUnix().getPath() != null) {
            demanded.add(UNIX);
        }
        if (!properties.getInterfaces().isEmpty()) {
            demanded.add(MULTICAST);
        }
        return demanded;
    }

    /** @throws IllegalArgumentException if one is required that is not wanted */
    void check() {
        for (String id : ids()) {
            if (!isWanted(id)) {
                throw new IllegalArgumentException("required must be among cluster.protocols, "
                        + properties.getProtocols() + ", but one is " + id);
            }
        }
    }

    private boolean isWanted(String id) {
        return id.equals(MULTICAST) || properties.getProtocols().contains(id);
    }
}
