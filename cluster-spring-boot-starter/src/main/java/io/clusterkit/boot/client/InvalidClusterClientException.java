package io.clusterkit.boot.client;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An interface can't be a client as it is; the message names interface, method, reason and remedy. */
public final class InvalidClusterClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String client;
    private final @Nullable String method;
    private final String reason;
    private final String remedy;

    InvalidClusterClientException(Class<?> client, @Nullable Method method, String reason, String remedy) {
        super("client " + client.getName() + (method == null ? "" : ", method '" + method.toGenericString() + "'")
                + ": " + reason + ". " + remedy);
        this.client = client.getName();
        this.method = method == null ? null : method.toGenericString();
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The interface's name. */
    public String getClient() {
        return client;
    }

    /** The method's full signature, or null if it is about the interface. */
    public @Nullable String getMethod() {
        return method;
    }

    /** What is wrong, without a full stop. */
    public String getReason() {
        return reason;
    }

    /** What to do, in full sentences. */
    public String getRemedy() {
        return remedy;
    }
}
