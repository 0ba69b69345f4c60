package io.clusterkit.member;

import io.clusterkit.packet.Packet;
import java.util.function.LongSupplier;

/** Breaks the rules of architecture, to see that they can fail. */
final class KnowsTooMuch {
    final Packet above = Packet.builder().build();
    final LongSupplier clock = System::nanoTime;

    long now() {
        return System.currentTimeMillis();
    }
}
