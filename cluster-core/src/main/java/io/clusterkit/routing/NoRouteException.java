package io.clusterkit.routing;

import java.io.IOException;

/** There is no protocol by which a packet could go to a member. */
public final class NoRouteException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoRouteException(String message) {
        super(message);
    }
}
