package io.clusterkit.runtime;

/** The host a member is on. Thread-safe. */
public interface Host {
    /**
     * The host's id, the same for all members on it: a MAC address, lower-case with colons. On Linux that of
     * {@code eth0}, as the original has it (unix-1.1.0.tm).
     */
    String hid();

    /** Whether this address, as text, is one of this host's. */
    boolean isLocalAddress(String address);

    /** This host. */
    static Host system() {
        return SystemHost.INSTANCE;
    }
}
