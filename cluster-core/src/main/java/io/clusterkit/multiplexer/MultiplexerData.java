package io.clusterkit.multiplexer;

import java.util.function.Predicate;

/** A chunk of data on its way through the filters. Immutable: each method that changes something returns a new one. */
public final class MultiplexerData {
    private final MultiplexerClient sender;
    private final byte[] bytes;
    private final Predicate<? super MultiplexerClient> audience;
    private final boolean dropped;

    MultiplexerData(MultiplexerClient sender, byte[] bytes, Predicate<? super MultiplexerClient> audience) {
        this(sender, bytes, audience, false);
    }

    private MultiplexerData(
            MultiplexerClient sender, byte[] bytes, Predicate<? super MultiplexerClient> audience, boolean dropped) {
        this.sender = sender;
        this.bytes = bytes;
        this.audience = audience;
        this.dropped = dropped;
    }

    /** A chunk for all but its sender, as a multiplexer hands it to its first filter; for tests of filters. */
    public static MultiplexerData of(MultiplexerClient sender, byte[] bytes) {
        return new MultiplexerData(sender, bytes.clone(), client -> client.id() != sender.id());
    }

    /** Who sent it. */
    public MultiplexerClient sender() {
        return sender;
    }

    /** A copy of the data. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes the data has. */
    public int size() {
        return bytes.length;
    }

    /** Other data for the same clients; empty data is relayed to nobody. The array is copied. */
    public MultiplexerData withBytes(byte[] replacement) {
        return new MultiplexerData(sender, replacement.clone(), audience, dropped);
    }

    /**
     * For fewer clients: those who would have received it and whom {@code wanted} accepts. It is asked for each client,
     * right after the filter returned and on the same thread.
     */
    public MultiplexerData to(Predicate<? super MultiplexerClient> wanted) {
        Predicate<? super MultiplexerClient> before = audience;
        return withAudience(client -> before.test(client) && wanted.test(client));
    }

    /** For the sender alone, whether or not the multiplexer sends to the origin: an answer. */
    public MultiplexerData toSender() {
        return withAudience(client -> client.id() == sender.id());
    }

    /** For nobody: no further filter sees it. */
    public MultiplexerData drop() {
        return new MultiplexerData(sender, bytes, audience, true);
    }

    /** Whether nobody is to receive it. */
    public boolean isDropped() {
        return dropped;
    }

    /** Whether the client is to receive it. */
    public boolean isFor(MultiplexerClient client) {
        return !dropped && audience.test(client);
    }

    MultiplexerData withAudience(Predicate<? super MultiplexerClient> replacement) {
        return new MultiplexerData(sender, bytes, replacement, dropped);
    }

    boolean hasAudienceOf(MultiplexerData other) {
        return audience == other.audience;
    }

    /** The array itself, for the relay, which never changes it. */
    byte[] array() {
        return bytes;
    }
}
