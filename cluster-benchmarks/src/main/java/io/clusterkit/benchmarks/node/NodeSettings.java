package io.clusterkit.benchmarks.node;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a node is and whom it meets.
 *
 * @param cluster name of the cluster
 * @param group a multicast group of this cluster's own
 * @param port the first of the ports of this cluster's own; member {@code index} may use {@code port + index}
 * @param index of this member, from 0
 * @param servers the members 0 to {@code servers - 1} are there to be asked and told
 */
public record NodeSettings(String cluster, String group, int port, int index, int servers) {
    /** Whether this member is there to be asked and told. */
    public boolean isServer() {
        return index < servers;
    }

    public int ownPort() {
        return port + index;
    }

    /** The ports of the members that are asked and told. */
    public List<Integer> serverPorts() {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            ports.add(port + i);
        }
        return ports;
    }
}
