package io.clusterkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A property {@code cluster.*} has a value that can't be used; the message names property, value, reason and remedy. */
public final class InvalidClusterPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;
    private final String reason;
    private final String remedy;

    /** Refuses a value. */
    public InvalidClusterPropertyException(
            String property, @Nullable Object value, String reason, String remedy, @Nullable Throwable cause) {
        super(property + " can't be '" + value + "': " + reason + ". " + remedy, cause);
        this.property = property;
        this.value = String.valueOf(value);
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The property's full name. */
    public String getProperty() {
        return property;
    }

    public String getValue() {
        return value;
    }

    /** What is wrong, with what is allowed, without a full stop. */
    public String getReason() {
        return reason;
    }

    /** What to do, in full sentences. */
    public String getRemedy() {
        return remedy;
    }
}
