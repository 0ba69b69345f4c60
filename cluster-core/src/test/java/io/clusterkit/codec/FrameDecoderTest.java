package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.clusterkit.packet.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameDecoderTest {
    private static final Packet ONE = Packet.builder().sid("one").build();
    private static final Packet TWO = Packet.builder().sid("two").build();
    private static final byte[] FRAME_ONE = PacketCodec.encode(ONE);
    private static final byte[] FRAME_TWO = PacketCodec.encode(TWO);

    private final RecordingSink sink = new RecordingSink();
    private final FrameDecoder decoder = new FrameDecoder(1000);

    @Test
    void garbageIsReportedOnceForEachRun() {
        feed(Bytes.hex("010203"));
        feed(Bytes.hex("040506"));
        feed(FRAME_ONE);
        feed(Bytes.hex("07"));
        feed(FRAME_TWO);
        assertThat(sink.packets).containsExactly(ONE, TWO);
        assertThat(sink.errors).containsExactly(DecodeError.GARBAGE_SKIPPED, DecodeError.GARBAGE_SKIPPED);
        assertThat(decoder.skippedBytes()).isEqualTo(7);
    }

    @Test
    void firstHalfOfAHeaderIsKept() {
        feed(Bytes.hex("00 c0"));
        assertThat(decoder.bufferedBytes()).isEqualTo(1);
        assertThat(decoder.skippedBytes()).isEqualTo(1);
        feed(Arrays.copyOfRange(FRAME_ONE, 1, FRAME_ONE.length));
        assertThat(sink.packets).containsExactly(ONE);
    }

    @Test
    void firstHalfOfAHeaderThatDoesNotComeIsSkipped() {
        feed(Bytes.hex("c0"));
        feed(FRAME_ONE);
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.GARBAGE_SKIPPED);
        assertThat(decoder.skippedBytes()).isEqualTo(1);
    }

    @Test
    void frameInTheBodyOfABadHeaderIsFound() {
        byte[] bad = Bytes.join(Bytes.hex("c08d 10 0a 03"), FRAME_ONE, Bytes.hex("ffffffffffff"));
        feed(Bytes.join(bad, FRAME_TWO));
        assertThat(sink.packets).containsExactly(ONE, TWO);
        assertThat(sink.errors).containsExactly(DecodeError.BAD_TRAILER, DecodeError.GARBAGE_SKIPPED);
        assertThat(decoder.skippedBytes()).isEqualTo(bad.length - FRAME_ONE.length);
    }

    @Test
    void searchGoesOnRightBehindABadHeader() {
        // The length of the first would-be frame is itself a header.
        feed(Bytes.join(Bytes.hex("c08d"), FRAME_ONE));
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.FRAME_TOO_LARGE);
    }

    @Test
    void frameOverTheLimitIsNotWaitedFor() {
        feed(Bytes.join(Bytes.hex("c08d"), Bytes.varint(1L << 40), FRAME_ONE));
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.FRAME_TOO_LARGE);
        assertThat(decoder.bufferedBytes()).isZero();
    }

    @Test
    void limitCountsTheWholeFrame() {
        Packet packet = Packet.builder().raw(new byte[1000 - 9]).build();
        byte[] largest = PacketCodec.encode(packet);
        assertThat(largest).hasSize(1000);
        feed(largest);
        assertThat(sink.packets).containsExactly(packet);
        feed(PacketCodec.encode(Packet.builder().raw(new byte[1000 - 8]).build()));
        assertThat(sink.packets).hasSize(1);
        assertThat(sink.errors).startsWith(DecodeError.FRAME_TOO_LARGE);
    }

    @Test
    void lengthWithTooManyBytesIsNotWaitedFor() {
        feed(Bytes.join(Bytes.hex("c08d ffffffffffffffffff"), FRAME_ONE));
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.VARINT_OVERFLOW);
    }

    @Test
    void undecodableBodyIsPassedOverAsAWhole() {
        feed(Bytes.join(Bytes.frame(Bytes.join(Bytes.hex("63"), FRAME_ONE)), FRAME_TWO));
        assertThat(sink.packets).containsExactly(TWO);
        assertThat(sink.errors).containsExactly(DecodeError.UNKNOWN_FIELD);
        assertThat(decoder.skippedBytes()).isZero();
    }

    @Test
    void moreThanTheLimitIsNeverKept() {
        // Headers only, each with a length just under the limit.
        byte[] bad = Bytes.join(Bytes.hex("c08d"), Bytes.varint(900));
        for (int i = 0; i < 10_000; i++) {
            feed(bad);
            assertThat(decoder.bufferedBytes()).isLessThanOrEqualTo(1000);
        }
        assertThat(sink.errors).containsOnly(DecodeError.BAD_TRAILER);
        feed(new byte[1000]);
        feed(FRAME_ONE);
        assertThat(sink.packets).containsExactly(ONE);
    }

    @Test
    @Timeout(120)
    void resynchronisingCostsTimeInProportionToTheBytes() {
        // Each header lacks a few bytes when the one before it is given up, so nearly all is kept all the time.
        int size = 1 << 20;
        FrameDecoder large = new FrameDecoder(size);
        byte[] bad = Bytes.join(Bytes.hex("c08d"), Bytes.varint(size - 100));
        for (int i = 0; i < 2 * size / bad.length; i++) {
            for (int j = 0; j < bad.length; j++) {
                large.feed(bad, j, 1, sink);
            }
            assertThat(large.bufferedBytes()).isLessThanOrEqualTo(size);
        }
        assertThat(sink.errors).isNotEmpty().containsOnly(DecodeError.BAD_TRAILER);
    }

    @Test
    void largeFrameComesInSmallPieces() {
        FrameDecoder large = new FrameDecoder();
        Packet packet = Packet.builder().raw(new byte[3 << 20]).build();
        byte[] frame = Bytes.join(PacketCodec.encode(packet), FRAME_ONE);
        for (int at = 0; at < frame.length; at += 1500) {
            large.feed(frame, at, Math.min(1500, frame.length - at), sink);
        }
        assertThat(sink.packets).containsExactly(packet, ONE);
        assertThat(sink.errors).isEmpty();
        assertThat(large.bufferedBytes()).isZero();
    }

    @Test
    void endOfTheStreamTruncatesAnUnfinishedFrame() {
        feed(Bytes.join(FRAME_ONE, Arrays.copyOf(FRAME_TWO, 6)));
        decoder.finish(sink);
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.TRUNCATED);
        assertThat(decoder.skippedBytes()).isEqualTo(6);
    }

    @Test
    void endOfTheStreamBehindAWholeFrameIsNoError() {
        feed(FRAME_ONE);
        decoder.finish(sink);
        assertThat(sink.errors).isEmpty();
    }

    @Test
    void decoderServesAnotherStreamAfterTheEndOfOne() {
        feed(Bytes.hex("ff c08d05"));
        decoder.finish(sink);
        feed(Bytes.join(Bytes.hex("ff"), FRAME_ONE));
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors)
                .containsExactly(DecodeError.GARBAGE_SKIPPED, DecodeError.TRUNCATED, DecodeError.GARBAGE_SKIPPED);
    }

    @Test
    void datagramHoldsSeveralFrames() {
        byte[] datagram = Bytes.join(FRAME_ONE, FRAME_TWO);
        decoder.datagram(datagram, 0, datagram.length, sink);
        assertThat(sink.packets).containsExactly(ONE, TWO);
        assertThat(sink.frameBytes).containsExactly(FRAME_ONE.length, FRAME_TWO.length);
        assertThat(sink.errors).isEmpty();
    }

    @Test
    void frameWithinACutOffPayloadIsNoPacket() {
        byte[] outer = PacketCodec.encode(Packet.builder().raw(FRAME_TWO).build());
        byte[] datagram = Bytes.join(FRAME_ONE, Arrays.copyOf(outer, outer.length - 1));
        decoder.datagram(datagram, 0, datagram.length, sink);
        assertThat(sink.packets).containsExactly(ONE);
        assertThat(sink.errors).containsExactly(DecodeError.TRUNCATED);
        assertThat(decoder.skippedBytes()).isEqualTo(outer.length - 1);
    }

    @Test
    void datagramsKnowNothingOfEachOther() {
        decoder.datagram(FRAME_ONE, 0, 5, sink);
        decoder.datagram(FRAME_ONE, 5, FRAME_ONE.length - 5, sink);
        decoder.datagram(FRAME_TWO, 0, FRAME_TWO.length, sink);
        assertThat(sink.packets).containsExactly(TWO);
        assertThat(sink.errors).containsExactly(DecodeError.TRUNCATED, DecodeError.GARBAGE_SKIPPED);
    }

    @Test
    void datagramInTheMidstOfAStreamIsRefused() {
        feed(Bytes.hex("c08d"));
        assertThatIllegalStateException()
                .isThrownBy(() -> decoder.datagram(FRAME_ONE, 0, FRAME_ONE.length, sink))
                .withMessageContaining("midst of a stream");
    }

    @Test
    void limitMustLeaveRoomForAnEmptyPacket() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameDecoder(4));
        new FrameDecoder(5).feed(Bytes.hex("c08d000000"), 0, 5, sink);
        assertThat(sink.packets).hasSize(1);
    }

    private void feed(byte[] bytes) {
        decoder.feed(bytes, 0, bytes.length, sink);
    }
}
