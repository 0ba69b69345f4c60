package io.clusterkit;

/** A protocol that must work can't be used, so that the member did not start. */
public final class ProtocolUnavailableException extends ClusterException {
    private static final long serialVersionUID = 1L;

    private final String protocol;
    private final String reason;

    ProtocolUnavailableException(String protocol, String reason, Throwable cause) {
        super("protocol " + protocol + " is required and can't be used: " + reason, cause);
        this.protocol = protocol;
        this.reason = reason;
    }

    ProtocolUnavailableException(String protocol, String reason) {
        super("protocol " + protocol + " is required and can't be used: " + reason);
        this.protocol = protocol;
        this.reason = reason;
    }

    /** The protocol's id. */
    public String protocol() {
        return protocol;
    }

    /** What is wrong: the address that is taken, the interfaces that were tried. */
    public String reason() {
        return reason;
    }
}
