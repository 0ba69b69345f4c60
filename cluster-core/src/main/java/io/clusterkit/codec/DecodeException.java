package io.clusterkit.codec;

/** Bytes that are no packet. Has no stack trace: what came over the wire is to blame, not the code that read it. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DecodeError error;
    private final String detail;

    DecodeException(DecodeError error, String detail) {
        super(error + ": " + detail, null, false, false);
        this.error = error;
        this.detail = detail;
    }

    public DecodeError error() {
        return error;
    }

    /** What was found, for a log; holds no payload. */
    public String detail() {
        return detail;
    }
}
