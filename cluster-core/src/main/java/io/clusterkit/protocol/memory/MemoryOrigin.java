package io.clusterkit.protocol.memory;

import io.clusterkit.protocol.Origin;

/** Where bytes on a {@link MemoryNetwork} come from. */
record MemoryOrigin(String protocol, String address, boolean isLocal) implements Origin {}
