package io.clusterkit.codec;

/** Why bytes did not become a packet. */
public enum DecodeError {
    /** The bytes do not begin with {@code C0 8D}. */
    BAD_HEADER,
    /** The bytes end before the frame does. */
    TRUNCATED,
    /** The two bytes behind the body are not {@code 00 00}. */
    BAD_TRAILER,
    /** One frame was expected, and more bytes follow it. */
    TRAILING_BYTES,
    /** A frame declares more bytes than this receiver takes. */
    FRAME_TOO_LARGE,
    /** A varint has more than nine bytes. */
    VARINT_OVERFLOW,
    /** A field's id is not one of those known; the original rejects such a packet too. */
    UNKNOWN_FIELD,
    /** A field stands twice in a packet. */
    DUPLICATE_FIELD,
    /** The body ends within a field's id, number or boolean, or within a length. */
    FIELD_CUT_OFF,
    /** A string, raw or list declares more than is left of the body. */
    LENGTH_BEYOND_BODY,
    /** A list declares more than {@link PacketCodec#MAX_LIST_ELEMENTS} elements. */
    LIST_TOO_LONG,
    /** Headers are not names and values in turn, or a name is empty or stands twice. */
    HEADERS_MALFORMED,
    /**
     * There are more headers than {@link io.clusterkit.packet.Headers#MAX_ENTRIES}, or they take more than
     * {@link io.clusterkit.packet.Headers#MAX_BYTES}.
     */
    HEADERS_TOO_LARGE,
    /** Bytes of a stream that belong to no frame were skipped; said once for each run of them. */
    GARBAGE_SKIPPED
}
