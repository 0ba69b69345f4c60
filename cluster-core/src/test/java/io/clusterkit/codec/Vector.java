package io.clusterkit.codec;

import io.clusterkit.packet.Packet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A packet encoded by the original, and the same packet built from the vector's fields.
 *
 * @param name what it shows
 * @param hex the original's bytes
 * @param packet the fields in their order
 */
record Vector(String name, String hex, Packet packet) {
    private static final String RESOURCE = "/vectors/bpacket.jsonl";

    static List<Vector> all() {
        JsonMapper json = new JsonMapper();
        try (InputStream in = Objects.requireNonNull(Vector.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> of(json.readTree(line))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return Bytes.hex(hex);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Vector of(JsonNode line) {
        Packet.Builder packet = Packet.builder();
        for (Map.Entry<String, JsonNode> field : line.get("fields").properties()) {
            set(packet, field.getKey(), field.getValue());
        }
        return new Vector(line.get("name").asString(), line.get("hex").asString(), packet.build());
    }

    private static void set(Packet.Builder packet, String field, JsonNode value) {
        switch (field) {
            case "type" -> packet.typeCode(value.asLong());
            case "channel" -> packet.channel(value.asLong());
            case "hid" -> packet.hid(value.asString());
            case "sid" -> packet.sid(value.asString());
            case "known" -> packet.known(value.asLong());
            case "timestamp" -> packet.timestamp(value.asLong());
            case "protocols" -> packet.protocols(strings(value));
            case "ruid" -> packet.ruid(value.asString());
            case "op" -> packet.op(value.asString());
            case "data" -> packet.data(value.asString());
            case "raw" -> packet.raw(Bytes.hex(value.get("hex").asString()));
            case "tags" -> packet.tags(strings(value));
            case "keepalive" -> packet.keepalive(value.asBoolean());
            case "filter" -> packet.filter(strings(value));
            case "error" -> packet.error(value.asString());
            default -> throw new IllegalArgumentException("vectors have no field " + field);
        }
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
