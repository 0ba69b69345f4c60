package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.protocol.FakeContext;
import java.net.DatagramPacket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class DatagramsTest {
    @Test
    void aDatagramThatFilledTheBufferWasCutAndIsDropped() {
        try (FakeContext context = new FakeContext("aaaaaaaa")) {
            Datagrams datagrams = new Datagrams(context, new MulticastCounters(context.counters()));
            datagrams.take(packet(GroupReceiver.BUFFER_BYTES, 1000));
            assertThat(context.count("multicast.datagrams.truncated")).isEqualTo(1);
            assertThat(context.datagrams()).isEmpty();
            datagrams.take(packet(GroupReceiver.BUFFER_BYTES - 1, 1000));
            assertThat(context.datagrams()).hasSize(1);
        }
    }

    @Test
    void eachSenderHasAReceiverButAFloodOfSendersIsForgotten() {
        try (FakeContext context = new FakeContext("aaaaaaaa")) {
            Datagrams datagrams = new Datagrams(context, new MulticastCounters(context.counters()));
            datagrams.take(packet(10, 1000));
            datagrams.take(packet(10, 1000));
            assertThat(context.receivers()).hasSize(1);
            for (int port = 2000; port < 2256; port++) {
                datagrams.take(packet(10, port));
            }
            datagrams.take(packet(10, 1000));
            assertThat(context.receivers()).hasSize(258);
        }
    }

    private static DatagramPacket packet(int length, int port) {
        return new DatagramPacket(new byte[length], length, InetAddress.getLoopbackAddress(), port);
    }
}
