package io.clusterkit.multiplexer;

import java.nio.ByteBuffer;

/**
 * Data on its way to clients: in memory once, however many it waits for. At first it may lie in the {@link Arena}, which
 * is used again after the round; what still waits then moves to an array of its own. Owned by the relay's thread.
 */
final class Chunk {
    /** What a waiting chunk costs beside its data, so that many tiny ones can't cost many times a bound. */
    static final int OVERHEAD = 64;

    private final int size;
    private ByteBuffer data;
    private boolean settled;

    private Chunk(ByteBuffer data, boolean settled) {
        this.size = data.capacity();
        this.data = data;
        this.settled = settled;
    }

    /** Data in an array that nobody changes. */
    static Chunk of(byte[] bytes) {
        return new Chunk(ByteBuffer.wrap(bytes), true);
    }

    /** Data in a buffer that is good until the end of the round. */
    static Chunk inArena(ByteBuffer slice) {
        return new Chunk(slice, false);
    }

    int size() {
        return size;
    }

    /** What it counts against a client's bound. */
    int cost() {
        return size + OVERHEAD;
    }

    /** The data from {@code start}, at most {@code most} bytes; the same buffer each time. */
    ByteBuffer view(int start, int most) {
        return data.limit(start + Math.min(most, size - start)).position(start);
    }

    boolean isSettled() {
        return settled;
    }

    /** Moves out of the arena. */
    void settle() {
        if (!settled) {
            data = ByteBuffer.allocate(size).put(data.clear()).clear();
            settled = true;
        }
    }
}
