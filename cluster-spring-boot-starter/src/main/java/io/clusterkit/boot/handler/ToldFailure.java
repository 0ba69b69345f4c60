package io.clusterkit.boot.handler;

/** How a handler method's failure leaves it: the message goes to the asker, the cause to logs and observers. */
public final class ToldFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToldFailure(String told, Throwable cause) {
        super(told, cause, false, false);
    }
}
