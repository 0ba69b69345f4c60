package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Headers;
import io.clusterkit.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one body. What a length declares is compared with what is there before anything is allocated. */
final class PacketReader {
    private static final Packet NOTHING = Packet.builder().build();

    private final byte[] from;
    private final int begin;
    private final int end;
    private final @Nullable RepeatedFields repeated;
    private int at;

    private PacketReader(byte[] from, int begin, int end, @Nullable RepeatedFields repeated) {
        this.repeated = repeated;
        this.from = from;
        this.begin = begin;
        this.end = end;
        this.at = begin;
    }

    static Packet body(byte[] from, int begin, int end) throws DecodeException {
        return new PacketReader(from, begin, end, null).packet(NOTHING);
    }

    /** As the other one; with {@code repeated} for one of many packets of the same sender. */
    static Packet body(byte[] from, int begin, int end, @Nullable RepeatedFields repeated) throws DecodeException {
        PacketReader reader = new PacketReader(from, begin, end, repeated);
        RepeatedFields.Beginning known = repeated == null ? null : repeated.beginning(from, begin, end);
        if (known != null) {
            reader.at += known.bytes().length;
            return reader.packet(known.fields());
        }
        Packet packet = reader.packet(NOTHING);
        if (repeated != null && repeated.isToLearn()) {
            learn(from, begin, end, repeated);
        }
        return packet;
    }

    /** Keeps how a body begins that was read without an error. */
    private static void learn(byte[] from, int begin, int end, RepeatedFields repeated) throws DecodeException {
        int behind = new PacketReader(from, begin, end, null).behindBeginning();
        if (RepeatedFields.isBeginning(behind - begin)) {
            repeated.keep(from, begin, behind, new PacketReader(from, begin, behind, repeated).packet(NOTHING));
        }
    }

    /**
     * What stands from here on, behind these fields. One method, so that the builder stays within it and the compiler needs
     * none: 104 bytes a packet otherwise.
     */
    private Packet packet(Packet begun) throws DecodeException {
        Packet.Builder builder = begun.toBuilder();
        while (at < end) {
            Field field = field();
            if (builder.has(field)) {
                throw error(DecodeError.DUPLICATE_FIELD, field + " stands twice");
            }
            switch (field) {
                case TYPE -> builder.typeCode(varint());
                case CHANNEL -> builder.channel(varint());
                case HID -> builder.hid(string(field));
                case SID -> builder.sid(string(field));
                case KNOWN -> builder.known(varint());
                case TIMESTAMP -> builder.timestamp(varint());
                case PROTOCOLS -> builder.protocols(list(field));
                case RUID -> builder.ruid(string());
                case OP -> builder.op(string(field));
                case DATA -> builder.data(string());
                case RAW -> builder.raw(raw());
                case TAGS -> builder.tags(list());
                case KEEPALIVE -> builder.keepalive(bool());
                case FILTER -> builder.filter(list(field));
                case ERROR -> builder.error(string());
                case HEADERS -> builder.headers(headers());
            }
        }
        return builder.build();
    }

    /** Where the fields end that stand before the first one that is likely to say something else in the next packet. */
    private int behindBeginning() throws DecodeException {
        int behind = at;
        while (at < end) {
            Field field = field();
            if (!RepeatedFields.isSteady(field)) {
                break;
            }
            skip(field);
            behind = at;
        }
        return behind;
    }

    private void skip(Field field) throws DecodeException {
        switch (field.encoding()) {
            case VARINT -> varint();
            case BOOLEAN -> bool();
            case STRING, RAW -> skipText();
            case LIST -> {
                for (int left = length(); left > 0; left--) {
                    skipText();
                }
            }
        }
    }

    private void skipText() throws DecodeException {
        int length = length(); // moves on itself
        at += length;
    }

    private Field field() throws DecodeException {
        long id = varint();
        if (!Field.isKnown(id)) {
            throw error(DecodeError.UNKNOWN_FIELD, "no field has id " + id);
        }
        return Field.ofId((int) id);
    }

    private long varint() throws DecodeException {
        long value = Varint.read(from, at, end);
        if (value < 0) {
            throw value == Varint.OVERFLOW
                    ? error(DecodeError.VARINT_OVERFLOW, "a number has more than " + Varint.MAX_BYTES + " bytes")
                    : error(DecodeError.FIELD_CUT_OFF, "the body ends within a number");
        }
        at += Varint.encodedLength(from, at);
        return value;
    }

    private boolean bool() throws DecodeException {
        if (at == end) {
            throw error(DecodeError.FIELD_CUT_OFF, "the body ends before a boolean");
        }
        return from[at++] != 0;
    }

    private String string(Field field) throws DecodeException {
        if (repeated == null) {
            return string();
        }
        if (repeated.at(field, from, at, end) instanceof String same) {
            at += repeated.length(field);
            return same;
        }
        int began = at;
        String text = string();
        repeated.keep(field, from, began, at, text);
        return text;
    }

    @SuppressWarnings("unchecked") // what was kept is what was read: a list of strings
    private List<String> list(Field field) throws DecodeException {
        if (repeated == null) {
            return list();
        }
        if (repeated.at(field, from, at, end) instanceof List<?> same) {
            at += repeated.length(field);
            return (List<String>) same;
        }
        int began = at;
        List<String> list = list();
        repeated.keep(field, from, began, at, list);
        return list;
    }

    private String string() throws DecodeException {
        return string(length());
    }

    private String string(int length) {
        String text = new String(from, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private byte[] raw() throws DecodeException {
        int length = length();
        byte[] bytes = Arrays.copyOfRange(from, at, at + length);
        at += length;
        return bytes;
    }

    private List<String> list() throws DecodeException {
        // Each element needs a byte at least, so this holds for counts too.
        int count = length();
        if (count > PacketCodec.MAX_LIST_ELEMENTS) {
            throw error(DecodeError.LIST_TOO_LONG, "a list has " + count + " elements");
        }
        // The short ones, which nearly all are, need no array of ours that List.of would copy; the builder takes all of
        // these as they are.
        return switch (count) {
            case 0 -> List.of();
            case 1 -> List.of(string());
            case 2 -> List.of(string(), string());
            case 3 -> List.of(string(), string(), string());
            case 4 -> List.of(string(), string(), string(), string());
            default -> List.of(strings(count));
        };
    }

    private Map<String, String> headers() throws DecodeException {
        int count = length();
        if (count % 2 != 0) {
            throw error(DecodeError.HEADERS_MALFORMED, count + " strings are no names with values");
        }
        if (count > 2 * Headers.MAX_ENTRIES) {
            throw error(DecodeError.HEADERS_TOO_LARGE, "there are " + count / 2 + " headers");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            String name = headerText();
            if (name.isEmpty() || headers.put(name, headerText()) != null) {
                throw error(DecodeError.HEADERS_MALFORMED, "a header's name is empty or stands twice");
            }
        }
        // As text: bytes that are no characters have become longer.
        if (Headers.bytes(headers) > Headers.MAX_BYTES) {
            throw error(DecodeError.HEADERS_TOO_LARGE, "the headers take " + Headers.bytes(headers) + " bytes");
        }
        return headers;
    }

    private String headerText() throws DecodeException {
        int length = length();
        if (length > Headers.MAX_BYTES) {
            throw error(DecodeError.HEADERS_TOO_LARGE, "a header has " + length + " bytes");
        }
        return string(length);
    }

    private String[] strings(int count) throws DecodeException {
        String[] elements = new String[count];
        for (int i = 0; i < count; i++) {
            elements[i] = string();
        }
        return elements;
    }

    private int length() throws DecodeException {
        long length = varint();
        if (length > end - at) {
            throw error(
                    DecodeError.LENGTH_BEYOND_BODY, length + " bytes or elements are declared, left are " + (end - at));
        }
        return (int) length;
    }

    private DecodeException error(DecodeError error, String detail) {
        return new DecodeException(error, detail + ", at byte " + (at - begin) + " of " + (end - begin));
    }
}
