package io.clusterkit.multiplexer;

import java.nio.ByteBuffer;

/** The memory that clients are read into, outside the heap, so that it goes to fast clients without a copy. */
final class Arena {
    private static final int BYTES = 256 * 1024;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);
    private int used;

    boolean hasRoom(int bytes) {
        return memory.capacity() - used >= bytes;
    }

    /** Room for a read. */
    ByteBuffer room(int bytes) {
        return memory.limit(used + bytes).position(used);
    }

    /** Keeps what a read put into the room. */
    ByteBuffer keep(int bytes) {
        ByteBuffer kept = memory.slice(used, bytes);
        used += bytes;
        return kept;
    }

    /** All of it is free again. */
    void clear() {
        used = 0;
    }
}
