package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Headers;
import io.clusterkit.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Packets with any fields in any order. */
final class RandomPackets {
    private final Random random;

    RandomPackets(Random random) {
        this.random = random;
    }

    Packet next() {
        List<Field> fields = new ArrayList<>(Arrays.asList(Field.values()));
        Collections.shuffle(fields, random);
        Packet.Builder packet = Packet.builder();
        for (Field field : fields.subList(0, random.nextInt(fields.size() + 1))) {
            set(field, packet);
        }
        return packet.build();
    }

    private void set(Field field, Packet.Builder packet) {
        switch (field) {
            case TYPE -> packet.typeCode(number());
            case CHANNEL -> packet.channel(number());
            case HID -> packet.hid(text());
            case SID -> packet.sid(text());
            case KNOWN -> packet.known(number());
            case TIMESTAMP -> packet.timestamp(number());
            case PROTOCOLS -> packet.protocols(list());
            case RUID -> packet.ruid(text());
            case OP -> packet.op(text());
            case DATA -> packet.data(text());
            case RAW -> packet.raw(raw());
            case TAGS -> packet.tags(list());
            case KEEPALIVE -> packet.keepalive(random.nextBoolean());
            case FILTER -> packet.filter(list());
            case ERROR -> packet.error(text());
            case HEADERS -> packet.headers(headers());
        }
    }

    /** Of every size alike. */
    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private byte[] raw() {
        byte[] raw = new byte[random.nextInt(300)];
        random.nextBytes(raw);
        return raw;
    }

    private List<String> list() {
        List<String> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            list.add(text());
        }
        return list;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = text();
            headers.put(name.isEmpty() ? "x" : name, text());
        }
        return Headers.bytes(headers) <= Headers.MAX_BYTES ? headers : Map.of();
    }

    /** ASCII in one half of the cases, characters of one to four bytes in the other. */
    String text() {
        boolean ascii = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 400 : 20); i > 0; i--) {
            text.appendCodePoint(ascii ? random.nextInt(0x80) : character());
        }
        return text.toString();
    }

    private int character() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> 0x80 + random.nextInt(0x800 - 0x80);
            case 2 -> 0x800 + random.nextInt(Character.MIN_SURROGATE - 0x800);
            default -> 0x10000 + random.nextInt(0x100000);
        };
    }
}
