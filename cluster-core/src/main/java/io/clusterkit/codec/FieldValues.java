package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A packet's values by field, for the fields it has. */
final class FieldValues {
    private FieldValues() {}

    static long number(Packet packet, Field field) {
        return switch (field) {
            case TYPE -> packet.typeCode();
            case CHANNEL -> packet.channel();
            case KNOWN -> packet.known();
            case TIMESTAMP -> packet.timestamp();
            default -> throw new IllegalArgumentException(field + " is no number");
        };
    }

    static String text(Packet packet, Field field) {
        return Objects.requireNonNull(
                switch (field) {
                    case HID -> packet.hid();
                    case SID -> packet.sid();
                    case RUID -> packet.ruid();
                    case OP -> packet.op();
                    case DATA -> packet.data();
                    case ERROR -> packet.error();
                    default -> throw new IllegalArgumentException(field + " is no string");
                });
    }

    static byte[] raw(Packet packet) {
        return Objects.requireNonNull(packet.raw());
    }

    static List<String> list(Packet packet, Field field) {
        return switch (field) {
            case PROTOCOLS -> packet.protocols();
            case TAGS -> packet.tags();
            case FILTER -> packet.filter();
            case HEADERS -> inTurn(packet.headers());
            default -> throw new IllegalArgumentException(field + " is no list");
        };
    }

    private static List<String> inTurn(Map<String, String> headers) {
        List<String> list = new ArrayList<>(2 * headers.size());
        headers.forEach((name, value) -> {
            list.add(name);
            list.add(value);
        });
        return list;
    }
}
