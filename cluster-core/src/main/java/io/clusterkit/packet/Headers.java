package io.clusterkit.packet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The rules for headers: names and values, in order, that go beside the payload of a query or an event (docs/decisions/0009).
 * Names are compared as they are, capitals and small letters differ. Values may be empty, names not.
 */
public final class Headers {
    /** As many as a packet may have. */
    public static final int MAX_ENTRIES = 64;

    /** Bytes that all names and values of a packet may take together, as UTF-8. */
    public static final int MAX_BYTES = 8 * 1024;

    private Headers() {}

    /**
     * An immutable copy in the same order.
     *
     * @throws IllegalArgumentException if a name is empty, or there are more than {@link #MAX_ENTRIES} or {@link #MAX_BYTES}
     */
    public static Map<String, String> copyOf(Map<String, String> headers) {
        return headers.isEmpty() ? Map.of() : checked(new LinkedHashMap<>(headers));
    }

    /**
     * An immutable copy with these added; one of the same name is replaced where it stands.
     *
     * @throws IllegalArgumentException as {@link #copyOf}
     */
    public static Map<String, String> plus(Map<String, String> headers, Map<String, String> more) {
        Map<String, String> both = new LinkedHashMap<>(headers);
        both.putAll(more);
        return checked(both);
    }

    /** Bytes that the names and values take as UTF-8. */
    public static long bytes(Map<String, String> headers) {
        long bytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += bytes(header.getKey()) + bytes(header.getValue());
        }
        return bytes;
    }

    private static Map<String, String> checked(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            Objects.requireNonNull(name, "a header's name is null");
            Objects.requireNonNull(value, () -> "header \"" + name + "\" is null");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a header's name must not be empty");
            }
        });
        if (headers.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    headers.size() + " headers are more than the " + MAX_ENTRIES + " that a packet may have");
        }
        long bytes = bytes(headers);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("headers of " + bytes + " bytes are more than the " + MAX_BYTES
                    + " that a packet may have; put what is large into the payload");
        }
        return Collections.unmodifiableMap(headers);
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0, n = text.length(); i < n; i++) {
            char c = text.charAt(i);
            // Of a pair that is one character of four bytes each half counts two; alone it is written as U+FFFD.
            boolean paired = Character.isSurrogate(c)
                    && (Character.isHighSurrogate(c)
                            ? i + 1 < n && Character.isLowSurrogate(text.charAt(i + 1))
                            : i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
            bytes += c < 0x80 ? 1 : c < 0x800 || paired ? 2 : 3;
        }
        return bytes;
    }
}
