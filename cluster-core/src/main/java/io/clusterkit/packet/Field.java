package io.clusterkit.packet;

/**
 * The fields a packet may have, with id and encoding on the wire (tcl-cluster 1.1.8, utils/packet.tcl). The ids are
 * closed: an original member rejects a whole packet that has another one than the first fifteen.
 */
public enum Field {
    TYPE(1, Encoding.VARINT),
    CHANNEL(2, Encoding.VARINT),
    HID(3, Encoding.STRING),
    SID(4, Encoding.STRING),
    KNOWN(5, Encoding.VARINT),
    TIMESTAMP(6, Encoding.VARINT),
    PROTOCOLS(7, Encoding.LIST),
    RUID(8, Encoding.STRING),
    OP(9, Encoding.STRING),
    DATA(10, Encoding.STRING),
    RAW(11, Encoding.RAW),
    TAGS(12, Encoding.LIST),
    KEEPALIVE(13, Encoding.BOOLEAN),
    FILTER(14, Encoding.LIST),
    ERROR(15, Encoding.STRING),
    /** Ours: name, value, name, value, …; goes only to members that announce that they understand it. */
    HEADERS(16, Encoding.LIST);

    /** How a field's value is written. */
    public enum Encoding {
        /** Unsigned LEB128. */
        VARINT,
        /** One byte, 0 or 1. */
        BOOLEAN,
        /** Varint byte length, then UTF-8. */
        STRING,
        /** Varint byte length, then bytes. */
        RAW,
        /** Varint count, then each element as a string. */
        LIST
    }

    private static final Field[] BY_ORDINAL = values();

    private final int id;
    private final Encoding encoding;

    Field(int id, Encoding encoding) {
        this.id = id;
        this.encoding = encoding;
    }

    /** The id on the wire, 1 to 16. */
    public int id() {
        return id;
    }

    public Encoding encoding() {
        return encoding;
    }

    /** Whether the id names a field. */
    public static boolean isKnown(long id) {
        return id >= 1 && id <= BY_ORDINAL.length;
    }

    /**
     * The field with this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Field ofId(int id) {
        if (!isKnown(id)) {
            throw new IllegalArgumentException("no field has id " + id + ", known are 1 to " + BY_ORDINAL.length);
        }
        return BY_ORDINAL[id - 1];
    }
}
