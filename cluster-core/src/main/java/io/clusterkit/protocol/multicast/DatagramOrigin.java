package io.clusterkit.protocol.multicast;

import io.clusterkit.protocol.Origin;

/** Where a datagram came from. */
record DatagramOrigin(String protocol, String address, boolean isLocal) implements Origin {}
