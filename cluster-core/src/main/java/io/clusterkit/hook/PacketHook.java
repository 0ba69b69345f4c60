package io.clusterkit.hook;

import io.clusterkit.packet.Packet;

/**
 * User code that sees a packet on its way. Called on a handler thread when packets come in, on the sender's thread when
 * they go out; may block, and is called from many threads.
 */
@FunctionalInterface
public interface PacketHook {
    /**
     * Returns the packet to go on with: the given one, or a changed one.
     *
     * @throws CancelPacketException to stop the packet quietly
     * @throws Exception to stop the packet; logged once per interval, with how often
     */
    Packet apply(Packet packet, HookContext context) throws Exception;
}
