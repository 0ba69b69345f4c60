package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import io.clusterkit.protocol.multicast.CutFrames.Whole;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.SteppedRuntime;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames of more than 4096 bytes as the original sends them. */
class CutFramesTest {
    private static final SocketAddress ONE = new InetSocketAddress("192.0.2.1", 23_000);
    private static final SocketAddress OTHER = new InetSocketAddress("192.0.2.2", 23_000);

    private final SteppedRuntime runtime = new SteppedRuntime(1);
    private final Counters counters = new Counters();
    private final CutFrames cut = new CutFrames(runtime.time(), new MulticastCounters(counters));
    private final List<byte[]> whole = new ArrayList<>();

    private void take(SocketAddress source, byte[] datagram) {
        byte[] shared = new byte[datagram.length + 7]; // as in the receiver's buffer, which is used again
        System.arraycopy(datagram, 0, shared, 7, datagram.length);
        Whole now = cut.take(source, shared, 7, datagram.length);
        if (now != null) {
            whole.add(Arrays.copyOfRange(now.bytes(), now.offset(), now.offset() + now.length()));
        }
        Arrays.fill(shared, (byte) 0xEE);
    }

    /** A frame of so many bytes. */
    private static byte[] frame(int bytes) {
        for (int data = bytes; data > 0; data--) {
            byte[] frame = PacketCodec.encode(Packet.builder()
                    .sid("aaaaaaaa")
                    .hid("02:00:00:00:00:01")
                    .type(PacketType.EVENT)
                    .channel(0)
                    .protocols(List.of("t", "c"))
                    .data("x".repeat(data))
                    .build());
            if (frame.length == bytes) {
                return frame;
            }
        }
        throw new AssertionError("no frame has " + bytes + " bytes");
    }

    private static List<byte[]> cut(byte[] frame) {
        List<byte[]> datagrams = new ArrayList<>();
        for (int at = 0; at < frame.length; at += CutFrames.CUT_BYTES) {
            datagrams.add(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + CutFrames.CUT_BYTES)));
        }
        return datagrams;
    }

    private void takeAll(SocketAddress source, List<byte[]> datagrams) {
        datagrams.forEach(datagram -> take(source, datagram));
    }

    @Test
    void aFrameCutInTwoOrMoreIsPutTogether() {
        for (int bytes : new int[] {4097, 5000, 8192, 8193, 9000, 60_000}) {
            whole.clear();
            takeAll(ONE, cut(frame(bytes)));
            assertThat(whole).as("%d bytes", bytes).containsExactly(frame(bytes));
        }
        assertThat(cut.waitingBytes()).isZero();
        assertThat(counters.get("multicast.datagrams.joined")).isEqualTo(6);
        assertThat(counters.get("multicast.datagrams.unfinished")).isZero();
    }

    @Test
    void whatIsWholePassesAsItIsWhateverItIs() {
        for (byte[] datagram :
                List.of(frame(200), frame(4096), frame(4095), new byte[0], new byte[4096], new byte[] {(byte) 0xC0})) {
            whole.clear();
            take(ONE, datagram);
            assertThat(whole).containsExactly(datagram);
        }
        assertThat(cut.waitingBytes()).isZero();
    }

    @Test
    void aDatagramOfAnotherLengthIsNotWaitedForThoughItsFrameIsUnfinished() {
        byte[] part = Arrays.copyOf(frame(5000), 4000);
        take(ONE, part);
        assertThat(whole).containsExactly(part);
    }

    @Test
    void wholeFramesBeforeTheCutOnePassAtOnceAndThoseBehindWithIt() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int bytes : new int[] {300, 5000, 400}) {
            stream.writeBytes(frame(bytes));
        }
        List<byte[]> datagrams = cut(stream.toByteArray());
        take(ONE, datagrams.get(0));
        assertThat(whole).containsExactly(frame(300));
        take(ONE, datagrams.get(1));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(frame(5000));
        rest.writeBytes(frame(400));
        assertThat(whole.get(1)).isEqualTo(rest.toByteArray());
    }

    @Test
    void sourcesAreToldApart() {
        List<byte[]> one = cut(frame(5000));
        List<byte[]> other = cut(frame(9000));
        take(ONE, one.get(0));
        take(OTHER, other.get(0));
        take(OTHER, other.get(1));
        take(ONE, one.get(1));
        take(OTHER, other.get(2));
        assertThat(whole).containsExactly(frame(5000), frame(9000));
    }

    @Test
    void aNewHeaderDropsTheUnfinishedRest() {
        List<byte[]> datagrams = cut(frame(9000));
        take(ONE, datagrams.get(0));
        take(ONE, frame(100));
        assertThat(whole).containsExactly(frame(100));
        assertThat(counters.get("multicast.datagrams.unfinished")).isEqualTo(1);
        take(ONE, datagrams.get(1));
        assertThat(whole).hasSize(2); // no header before it: for the decoder to skip
        assertThat(cut.waitingBytes()).isZero();
    }

    @Test
    void aPartThatWasLostLosesItsFrameOnly() {
        List<byte[]> datagrams = cut(frame(12_500));
        take(ONE, datagrams.get(0));
        take(ONE, datagrams.get(2));
        take(ONE, datagrams.get(3));
        assertThat(whole).isEmpty();
        assertThat(counters.get("multicast.datagrams.unfinished")).isEqualTo(1);
        takeAll(ONE, cut(frame(5000)));
        assertThat(whole).containsExactly(frame(5000));
    }

    @Test
    void theNextPartIsWaitedForSoLongAndNoLonger() {
        List<byte[]> datagrams = cut(frame(5000));
        take(ONE, datagrams.get(0));
        runtime.advance(CutFrames.PATIENCE);
        take(ONE, datagrams.get(1));
        assertThat(whole).containsExactly(frame(5000));

        whole.clear();
        take(ONE, datagrams.get(0));
        runtime.advance(CutFrames.PATIENCE.plus(Duration.ofNanos(1)));
        take(ONE, datagrams.get(1));
        assertThat(whole).containsExactly(datagrams.get(1));
        assertThat(counters.get("multicast.datagrams.unfinished")).isEqualTo(1);
    }

    @Test
    void sourcesAndBytesThatWaitAreBounded() {
        byte[] first = cut(frame(9000)).get(0);
        for (int port = 1; port <= 1000; port++) {
            take(new InetSocketAddress("192.0.2.1", port), first);
            assertThat(cut.waitingBytes()).isLessThanOrEqualTo(CutFrames.MAX_SOURCES * CutFrames.CUT_BYTES);
        }
        assertThat(counters.get("multicast.datagrams.unfinished")).isEqualTo(1000 - CutFrames.MAX_SOURCES);

        byte[] endless = new byte[CutFrames.CUT_BYTES];
        byte[] start = endless.clone();
        System.arraycopy(new byte[] {(byte) 0xC0, (byte) 0x8D, -1, -1, -1, 127}, 0, start, 0, 6); // 255 MiB to come
        take(ONE, start);
        for (int i = 0; i < 2000; i++) {
            take(ONE, endless);
            assertThat(cut.waitingBytes()).isLessThanOrEqualTo(CutFrames.MAX_BYTES);
        }
    }
}
