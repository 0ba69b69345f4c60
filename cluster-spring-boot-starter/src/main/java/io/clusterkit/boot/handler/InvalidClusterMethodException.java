package io.clusterkit.boot.handler;

import java.lang.reflect.Method;

/** An annotated method can't be part of the member as it is; the message names bean, method, reason and remedy. */
public final class InvalidClusterMethodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String beanName;
    private final String method;
    private final String reason;
    private final String remedy;

    InvalidClusterMethodException(String beanName, Method method, String reason, String remedy) {
        super("bean '" + beanName + "', method '" + method.toGenericString() + "': " + reason + ". " + remedy);
        this.beanName = beanName;
        this.method = method.toGenericString();
        this.reason = reason;
        this.remedy = remedy;
    }

    public String getBeanName() {
        return beanName;
    }

    /** The method's full signature. */
    public String getMethod() {
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
