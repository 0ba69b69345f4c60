package io.clusterkit.routing;

import java.io.IOException;

/** A packet is larger than members take. */
public final class PacketTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    PacketTooLargeException(int bytes, int most) {
        super("the packet has " + bytes + " bytes, more than the " + most
                + " that are taken; raise the maximum packet size on all members, or send less");
    }
}
