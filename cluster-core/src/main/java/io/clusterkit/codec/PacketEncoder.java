package io.clusterkit.codec;

import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the packets of one member, as {@link PacketCodec#encode} does. They begin alike, with those for whom one is and
 * who speaks, and these bytes are kept: of an event of 64 bytes they are half, and took two thirds of its encoding.
 * Thread-safe: what is kept is immutable, and a race costs no more than encoding it once more.
 */
public final class PacketEncoder {
    /** Beginnings that are kept, by who is meant first and the packet's type. */
    private static final int PLACES = 64;

    /** A longer beginning, with a filter of very many, is not kept. */
    private static final int MOST_BYTES = 1024;

    private final @Nullable Beginning[] kept = new Beginning[PLACES];

    /** The whole frame, to be written; see {@link PacketCodec#encode}. */
    public PacketFrame frame(Packet packet) {
        int place = place(packet);
        Beginning known = kept[place];
        if (known == null || !known.isOf(packet)) {
            int fields = fieldsOfBeginning(packet);
            if (fields == 0) {
                return new PacketFrame(packet);
            }
            known = new Beginning(packet, fields, PacketWriter.beginning(packet, fields));
            if (known.bytes.length <= MOST_BYTES) {
                kept[place] = known;
            }
        }
        return new PacketFrame(packet, known.bytes, known.fields);
    }

    private static int fieldsOfBeginning(Packet packet) {
        int fields = 0;
        while (fields < packet.fieldCount() && isOfBeginning(packet.fieldAt(fields))) {
            fields++;
        }
        return fields;
    }

    private static boolean isOfBeginning(Field field) {
        return switch (field) {
            case FILTER, SID, HID, TYPE, CHANNEL, PROTOCOLS -> true;
            default -> false;
        };
    }

    private static int place(Packet packet) {
        int meant = packet.filter().isEmpty() ? 0 : packet.filter().get(0).hashCode();
        int mixed = (meant * 31 + (int) packet.typeCode()) * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
    }

    /** The first fields of a packet, without its content, and their bytes. */
    private static final class Beginning {
        final int fields;
        private final long order;
        private final List<String> filter;
        private final @Nullable String sid;
        private final @Nullable String hid;
        private final long type;
        private final long channel;
        private final List<String> protocols;
        final byte[] bytes;

        Beginning(Packet packet, int fields, byte[] bytes) {
            this.fields = fields;
            this.order = packet.firstFields(fields);
            this.filter = packet.filter();
            this.sid = packet.sid();
            this.hid = packet.hid();
            this.type = packet.typeCode();
            this.channel = packet.channel();
            this.protocols = packet.protocols();
            this.bytes = bytes;
        }

        boolean isOf(Packet packet) {
            return type == packet.typeCode()
                    && channel == packet.channel()
                    && fields <= packet.fieldCount()
                    && order == packet.firstFields(fields)
                    && Objects.equals(sid, packet.sid())
                    && Objects.equals(hid, packet.hid())
                    && same(filter, packet.filter())
                    && same(protocols, packet.protocols());
        }

        /** As equals, without an iterator. */
        @SuppressWarnings("ReferenceEquality") // as a rule it is the same list
        private static boolean same(List<String> one, List<String> other) {
            if (one == other) {
                return true;
            }
            int size = one.size();
            if (size != other.size()) {
                return false;
            }
            for (int i = 0; i < size; i++) {
                if (!one.get(i).equals(other.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
