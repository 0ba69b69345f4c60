package io.clusterkit.packet;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a query, an answer or an event carries: text (the packet's {@code data}) or bytes (its {@code raw}). Immutable;
 * the array is not copied: whoever hands it over no longer writes to it.
 *
 * @param text the text, or null if it is bytes
 * @param raw the bytes, or null if it is text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only; payloads are not keys
public record Payload(@Nullable String text, byte @Nullable [] raw) {
    private static final Payload EMPTY = new Payload("", null);

    public Payload {
        if ((text == null) == (raw == null)) {
            throw new IllegalArgumentException("a payload is either text or bytes");
        }
    }

    public static Payload empty() {
        return EMPTY;
    }

    public static Payload of(String text) {
        return text.isEmpty() ? EMPTY : new Payload(text, null);
    }

    public static Payload of(byte[] bytes) {
        return new Payload(null, bytes);
    }

    /** What the packet carries: its raw bytes if it has them, else its data, else empty text. */
    public static Payload in(Packet packet) {
        byte[] raw = packet.raw();
        if (raw != null) {
            return of(raw);
        }
        String data = packet.data();
        return data == null ? EMPTY : of(data);
    }

    /** Puts this into the packet under construction. */
    public Packet.Builder into(Packet.Builder packet) {
        return raw != null ? packet.raw(raw) : packet.data(asText());
    }

    /** The text; bytes are read as UTF-8. */
    public String asText() {
        if (text != null) {
            return text;
        }
        return raw == null ? "" : new String(raw, StandardCharsets.UTF_8);
    }

    /** The bytes, read only; text is written as UTF-8. */
    public byte[] asBytes() {
        return raw != null ? raw : asText().getBytes(StandardCharsets.UTF_8);
    }

    public boolean isText() {
        return text != null;
    }

    @Override
    public String toString() {
        return isText() ? asText() : asBytes().length + " bytes";
    }
}
