package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Packet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the codec against packets that the original wrote. */
class BpacketVectorsTest {
    private static final int SMALL = 200;

    static List<Vector> vectors() {
        return Vector.all();
    }

    static List<Vector> smallVectors() {
        return Vector.all().stream().filter(v -> v.bytes().length <= SMALL).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodingGivesTheFieldsInTheirOrder(Vector vector) throws DecodeException {
        byte[] bytes = vector.bytes();
        assertThat(PacketCodec.decode(bytes, 0, bytes.length)).isEqualTo(vector.packet());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodingTheFieldsGivesTheOriginalsBytes(Vector vector) {
        assertThat(Bytes.hex(PacketCodec.encode(vector.packet()))).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodingWhatWasDecodedGivesTheSameBytes(Vector vector) throws DecodeException {
        byte[] bytes = vector.bytes();
        Packet decoded = PacketCodec.decode(bytes, 0, bytes.length);
        assertThat(Bytes.hex(PacketCodec.encode(decoded))).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void frameWithinALargerArrayIsDecoded(Vector vector) throws DecodeException {
        byte[] bytes = vector.bytes();
        byte[] surrounded = Bytes.join(Bytes.hex("c08dff"), bytes, Bytes.hex("c08dff"));
        assertThat(PacketCodec.decode(surrounded, 3, bytes.length)).isEqualTo(vector.packet());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void noVectorIsMisreadByOriginals(Vector vector) {
        assertThat(PacketCodec.misreadByOriginals(vector.packet())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyCutGivesTheSamePacket(Vector vector) {
        byte[] bytes = vector.bytes();
        FrameDecoder decoder = new FrameDecoder();
        for (int cut = 0; cut <= bytes.length; cut++) {
            RecordingSink sink = new RecordingSink();
            decoder.feed(bytes, 0, cut, sink);
            decoder.feed(bytes, cut, bytes.length - cut, sink);
            assertThat(sink.packets).as("cut at %d", cut).containsExactly(vector.packet());
            assertThat(sink.frameBytes).containsExactly(bytes.length);
            assertThat(sink.errors).isEmpty();
            assertThat(decoder.bufferedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyCutOffFrameIsTruncated(Vector vector) {
        byte[] bytes = vector.bytes();
        FrameDecoder decoder = new FrameDecoder();
        for (int cut = 1; cut < bytes.length; cut++) {
            RecordingSink sink = new RecordingSink();
            decoder.datagram(bytes, 0, cut, sink);
            decoder.feed(bytes, 0, cut, sink);
            decoder.finish(sink);
            assertThat(sink.packets).isEmpty();
            assertThat(sink.errors).as("cut at %d", cut).containsExactly(DecodeError.TRUNCATED, DecodeError.TRUNCATED);
        }
    }

    @Test
    void streamIsDecodedInOneGo() {
        RecordingSink sink = new RecordingSink();
        byte[] stream = stream(new byte[0]);
        new FrameDecoder().feed(stream, 0, stream.length, sink);
        assertThat(sink.packets).isEqualTo(packets());
        assertThat(sink.errors).isEmpty();
    }

    @Test
    void streamIsDecodedByteByByte() {
        RecordingSink sink = new RecordingSink();
        FrameDecoder decoder = new FrameDecoder();
        byte[] stream = stream(new byte[0]);
        for (int i = 0; i < stream.length; i++) {
            decoder.feed(stream, i, 1, sink);
        }
        assertThat(sink.packets).isEqualTo(packets());
        assertThat(sink.errors).isEmpty();
    }

    @Test
    void streamIsDecodedInAnyChunks() {
        long seed = Seeds.seed();
        Random random = new Random(seed);
        byte[] stream = stream(new byte[0]);
        for (int round = 0; round < 500; round++) {
            RecordingSink sink = feedInChunks(stream, random);
            assertThat(sink.packets).as("seed %d round %d", seed, round).isEqualTo(packets());
            assertThat(sink.errors).as("seed %d round %d", seed, round).isEmpty();
        }
    }

    @Test
    void garbageBetweenFramesIsSkippedInAnyChunks() {
        long seed = Seeds.seed();
        Random random = new Random(seed);
        byte[] garbage = Bytes.hex("00 8d c0 c0 00 8d 41 c0");
        byte[] stream = stream(garbage);
        for (int round = 0; round < 200; round++) {
            RecordingSink sink = feedInChunks(stream, random);
            assertThat(sink.packets).as("seed %d round %d", seed, round).isEqualTo(packets());
            assertThat(sink.errors)
                    .as("seed %d round %d", seed, round)
                    .hasSameSizeAs(vectors())
                    .containsOnly(DecodeError.GARBAGE_SKIPPED);
        }
    }

    @Test
    void allVectorsInOneDatagramAreDecoded() {
        RecordingSink sink = new RecordingSink();
        byte[] stream = stream(new byte[0]);
        new FrameDecoder().datagram(stream, 0, stream.length, sink);
        assertThat(sink.packets).isEqualTo(packets());
        assertThat(sink.errors).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void anyFlippedBitIsSurvived(Vector vector) {
        Packet good = Packet.builder().sid("good").build();
        byte[] goodFrame = PacketCodec.encode(good);
        for (int bit = 0; bit < vector.bytes().length * 8; bit++) {
            byte[] flipped = vector.bytes();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            RecordingSink sink = new RecordingSink();
            FrameDecoder decoder = new FrameDecoder();
            decoder.feed(flipped, 0, flipped.length, sink);
            // A flipped length may reach over good frames; the longest has three bytes, two of them as they were.
            int swallowed = 0;
            while (!sink.packets.contains(good) && swallowed < 1 << 17) {
                decoder.feed(goodFrame, 0, goodFrame.length, sink);
                swallowed += goodFrame.length;
            }
            assertThat(sink.packets).as("bit %d", bit).contains(good);
            assertThat(sink.packets.size() + sink.errors.size())
                    .as("bit %d: another packet or an error", bit)
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void anyFlippedBitOfAWholeFrameGivesAPacketOrAnError(Vector vector) {
        for (int bit = 0; bit < vector.bytes().length * 8; bit++) {
            byte[] flipped = vector.bytes();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                Packet packet = PacketCodec.decode(flipped, 0, flipped.length);
                assertThat(packet.fieldCount()).as("bit %d", bit).isPositive();
            } catch (DecodeException e) {
                assertThat(e.detail()).as("bit %d", bit).isNotEmpty();
            }
        }
    }

    private static RecordingSink feedInChunks(byte[] stream, Random random) {
        RecordingSink sink = new RecordingSink();
        FrameDecoder decoder = new FrameDecoder();
        int most = 1 << random.nextInt(16);
        for (int at = 0; at < stream.length; ) {
            int chunk = Math.min(1 + random.nextInt(most), stream.length - at);
            // A chunk's array may be used again by whoever feeds.
            byte[] reused = Arrays.copyOfRange(stream, at, at + chunk);
            decoder.feed(reused, 0, chunk, sink);
            Arrays.fill(reused, (byte) 0xFF);
            at += chunk;
        }
        return sink;
    }

    /** All vectors, each after these bytes. */
    private static byte[] stream(byte[] before) {
        return Bytes.join(
                vectors().stream().map(v -> Bytes.join(before, v.bytes())).toArray(byte[][]::new));
    }

    private static List<Packet> packets() {
        return vectors().stream().map(Vector::packet).toList();
    }
}
