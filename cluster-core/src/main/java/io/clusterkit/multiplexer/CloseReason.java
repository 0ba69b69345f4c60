package io.clusterkit.multiplexer;

/** Why a client's connection is closed. */
enum CloseReason {
    /** It ended its output, and there is nothing more to do for it. */
    ENDED("it ended"),
    /** Its connection failed. */
    BROKEN("its connection broke"),
    HANDSHAKE_FAILED("its TLS handshake failed or took too long"),
    SLOW("it did not take its data"),
    IDLE("it was idle"),
    /** The multiplexer is closed. */
    DESTROYED("the multiplexer is closed"),
    /** A fault of ours. */
    FAULT("the relay failed to serve it");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
