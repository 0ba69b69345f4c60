package io.clusterkit.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One packet: up to sixteen optional fields in the order the sender chose. Immutable; the order counts for equality
 * because it is part of the bytes.
 *
 * <p>The array given and returned as {@code raw} is not copied: whoever hands it over no longer writes to it.
 */
public final class Packet {
    private static final int ORDER_BITS = 4;
    private static final long ORDER_MASK = (1L << ORDER_BITS) - 1;

    /** Field ids less one in their order, four bits each, the first in the lowest bits: all 16 fields fit. */
    private final long order;

    private final int present;
    private final long typeCode;
    private final long channel;
    private final long known;
    private final long timestamp;
    private final boolean keepalive;
    private final @Nullable String hid;
    private final @Nullable String sid;
    private final @Nullable String ruid;
    private final @Nullable String op;
    private final @Nullable String data;
    private final @Nullable String error;
    private final byte @Nullable [] raw;
    private final List<String> protocols;
    private final List<String> tags;
    private final List<String> filter;
    private final Map<String, String> headers;

    private Packet(Builder from) {
        order = from.order;
        present = from.present;
        typeCode = from.typeCode;
        channel = from.channel;
        known = from.known;
        timestamp = from.timestamp;
        keepalive = from.keepalive;
        hid = from.hid;
        sid = from.sid;
        ruid = from.ruid;
        op = from.op;
        data = from.data;
        error = from.error;
        raw = from.raw;
        protocols = from.protocols;
        tags = from.tags;
        filter = from.filter;
        headers = from.headers;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds this packet's fields in their order. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A copy that only members named in {@code filter} by sid, hid or tag will handle. The filter stands first. */
    public Packet withFilter(List<String> filter) {
        Builder builder = Packet.builder().filter(filter);
        for (int i = 0, n = fieldCount(); i < n; i++) {
            Field field = fieldAt(i);
            if (field != Field.FILTER) {
                builder.copy(field, this);
            }
        }
        return builder.build();
    }

    /** A copy that carries this instead of its data, its raw bytes, or nothing; all else stays as and where it is. */
    public Packet withPayload(Payload payload) {
        Builder builder = Packet.builder();
        for (int i = 0, n = fieldCount(); i < n; i++) {
            Field field = fieldAt(i);
            if (field == Field.DATA || field == Field.RAW) {
                payload.into(builder);
            } else {
                builder.copy(field, this);
            }
        }
        return payload.into(builder).build();
    }

    /**
     * A copy with these headers instead of its own, at the end unless it had some; without the field if there are none.
     *
     * @throws IllegalArgumentException if they break a rule of {@link Headers}
     */
    public Packet withHeaders(Map<String, String> headers) {
        if (!headers.isEmpty()) {
            return toBuilder().headers(headers).build();
        }
        if (!has(Field.HEADERS)) {
            return this;
        }
        Builder builder = Packet.builder();
        for (int i = 0, n = fieldCount(); i < n; i++) {
            Field field = fieldAt(i);
            if (field != Field.HEADERS) {
                builder.copy(field, this);
            }
        }
        return builder.build();
    }

    public boolean has(Field field) {
        return (present & (1 << field.id())) != 0;
    }

    public int fieldCount() {
        return Integer.bitCount(present);
    }

    /** The field at this place, counted from 0. */
    public Field fieldAt(int index) {
        Objects.checkIndex(index, fieldCount());
        return Field.ofId(1 + (int) ((order >>> (index * ORDER_BITS)) & ORDER_MASK));
    }

    /**
     * The first fields as one number: the same for two packets if and only if these begin with the same fields in the same
     * order.
     *
     * @param fields how many, 0 to 15, not more than there are
     */
    public long firstFields(int fields) {
        return order & ((1L << (fields * ORDER_BITS)) - 1);
    }

    /** The type, or empty if the packet has none or one that is unknown. */
    public Optional<PacketType> type() {
        return has(Field.TYPE) ? PacketType.ofCode(typeCode) : Optional.empty();
    }

    /** The type's code, 0 if absent. */
    public long typeCode() {
        return typeCode;
    }

    /** The channel, 0 if absent. */
    public long channel() {
        return channel;
    }

    public @Nullable String hid() {
        return hid;
    }

    public @Nullable String sid() {
        return sid;
    }

    /** How many members the sender knows, 0 if absent. */
    public long known() {
        return known;
    }

    /** The timestamp, 0 if absent; the original never sets it. */
    public long timestamp() {
        return timestamp;
    }

    /** The sender's protocols, best first; empty if absent. */
    public List<String> protocols() {
        return protocols;
    }

    /** The id of the request this packet belongs to. */
    public @Nullable String ruid() {
        return ruid;
    }

    public @Nullable String op() {
        return op;
    }

    public @Nullable String data() {
        return data;
    }

    /** The bytes, not copied: read only. */
    public byte @Nullable [] raw() {
        return raw;
    }

    /** The sender's tags; empty if absent, see {@link #has}. */
    public List<String> tags() {
        return tags;
    }

    /** Whether the receiver is asked to leave the connection open; false if absent. */
    public boolean keepalive() {
        return keepalive;
    }

    /** Who is to handle the packet, by sid, hid or tag; empty if absent. */
    public List<String> filter() {
        return filter;
    }

    public @Nullable String error() {
        return error;
    }

    /** Names and values beside the payload, in the sender's order; empty if absent. */
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Packet that
                && order == that.order
                && present == that.present
                && typeCode == that.typeCode
                && channel == that.channel
                && known == that.known
                && timestamp == that.timestamp
                && keepalive == that.keepalive
                && Objects.equals(hid, that.hid)
                && Objects.equals(sid, that.sid)
                && Objects.equals(ruid, that.ruid)
                && Objects.equals(op, that.op)
                && Objects.equals(data, that.data)
                && Objects.equals(error, that.error)
                && Arrays.equals(raw, that.raw)
                && protocols.equals(that.protocols)
                && tags.equals(that.tags)
                && filter.equals(that.filter)
                && List.copyOf(headers.entrySet()).equals(List.copyOf(that.headers.entrySet()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(order, typeCode, channel, sid, hid, ruid, data, Arrays.hashCode(raw));
    }

    /** Type, sender and the fields' names: enough for a log, and no payload in it. */
    @Override
    public String toString() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < fieldCount(); i++) {
            fields.add(fieldAt(i));
        }
        return "Packet[" + type().map(PacketType::name).orElse("type " + typeCode) + " from " + sid + "@" + hid
                + " channel " + channel + " " + fields + "]";
    }

    /** Collects fields in the order they are set; a field set again keeps its place. Not thread-safe. */
    public static final class Builder {
        private long order;
        private int present;
        private long typeCode;
        private long channel;
        private long known;
        private long timestamp;
        private boolean keepalive;
        private @Nullable String hid;
        private @Nullable String sid;
        private @Nullable String ruid;
        private @Nullable String op;
        private @Nullable String data;
        private @Nullable String error;
        private byte @Nullable [] raw;
        private List<String> protocols = List.of();
        private List<String> tags = List.of();
        private List<String> filter = List.of();
        private Map<String, String> headers = Map.of();

        private Builder() {}

        private Builder(Packet from) {
            order = from.order;
            present = from.present;
            typeCode = from.typeCode;
            channel = from.channel;
            known = from.known;
            timestamp = from.timestamp;
            keepalive = from.keepalive;
            hid = from.hid;
            sid = from.sid;
            ruid = from.ruid;
            op = from.op;
            data = from.data;
            error = from.error;
            raw = from.raw;
            protocols = from.protocols;
            tags = from.tags;
            filter = from.filter;
            headers = from.headers;
        }

        private Builder mark(Field field) {
            if (!has(field)) {
                order |= ((long) field.id() - 1) << (Integer.bitCount(present) * ORDER_BITS);
                present |= 1 << field.id();
            }
            return this;
        }

        private void copy(Field field, Packet from) {
            mark(field);
            switch (field) {
                case TYPE -> typeCode = from.typeCode;
                case CHANNEL -> channel = from.channel;
                case HID -> hid = from.hid;
                case SID -> sid = from.sid;
                case KNOWN -> known = from.known;
                case TIMESTAMP -> timestamp = from.timestamp;
                case PROTOCOLS -> protocols = from.protocols;
                case RUID -> ruid = from.ruid;
                case OP -> op = from.op;
                case DATA -> data = from.data;
                case RAW -> raw = from.raw;
                case TAGS -> tags = from.tags;
                case KEEPALIVE -> keepalive = from.keepalive;
                case FILTER -> filter = from.filter;
                case ERROR -> error = from.error;
                case HEADERS -> headers = from.headers;
            }
        }

        public boolean has(Field field) {
            return (present & (1 << field.id())) != 0;
        }

        public Builder type(PacketType type) {
            return typeCode(type.code());
        }

        /** The type by its code, which may be unknown here. */
        public Builder typeCode(long typeCode) {
            this.typeCode = requireNotNegative("type", typeCode);
            return mark(Field.TYPE);
        }

        public Builder channel(long channel) {
            this.channel = requireNotNegative("channel", channel);
            return mark(Field.CHANNEL);
        }

        public Builder hid(String hid) {
            this.hid = Objects.requireNonNull(hid, "hid");
            return mark(Field.HID);
        }

        public Builder sid(String sid) {
            this.sid = Objects.requireNonNull(sid, "sid");
            return mark(Field.SID);
        }

        public Builder known(long known) {
            this.known = requireNotNegative("known", known);
            return mark(Field.KNOWN);
        }

        public Builder timestamp(long timestamp) {
            this.timestamp = requireNotNegative("timestamp", timestamp);
            return mark(Field.TIMESTAMP);
        }

        public Builder protocols(List<String> protocols) {
            this.protocols = List.copyOf(protocols);
            return mark(Field.PROTOCOLS);
        }

        public Builder ruid(String ruid) {
            this.ruid = Objects.requireNonNull(ruid, "ruid");
            return mark(Field.RUID);
        }

        public Builder op(String op) {
            this.op = Objects.requireNonNull(op, "op");
            return mark(Field.OP);
        }

        public Builder data(String data) {
            this.data = Objects.requireNonNull(data, "data");
            return mark(Field.DATA);
        }

        /** The bytes, not copied. */
        public Builder raw(byte[] raw) {
            this.raw = Objects.requireNonNull(raw, "raw");
            return mark(Field.RAW);
        }

        public Builder tags(List<String> tags) {
            this.tags = List.copyOf(tags);
            return mark(Field.TAGS);
        }

        public Builder keepalive(boolean keepalive) {
            this.keepalive = keepalive;
            return mark(Field.KEEPALIVE);
        }

        public Builder filter(List<String> filter) {
            this.filter = List.copyOf(filter);
            return mark(Field.FILTER);
        }

        public Builder error(String error) {
            this.error = Objects.requireNonNull(error, "error");
            return mark(Field.ERROR);
        }

        /**
         * The headers, copied.
         *
         * @throws IllegalArgumentException if they break a rule of {@link Headers}
         */
        public Builder headers(Map<String, String> headers) {
            this.headers = Headers.copyOf(headers);
            return mark(Field.HEADERS);
        }

        public Packet build() {
            return new Packet(this);
        }

        private static long requireNotNegative(String name, long value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative but is " + value);
            }
            return value;
        }
    }
}
