package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a decoder remembers of earlier packets must not show but in that the same value is the same object. */
class RepeatedFieldsTest {
    private final FrameDecoder decoder = new FrameDecoder();
    private final List<Packet> seen = new ArrayList<>();

    private Packet decoded(Packet packet) {
        byte[] frame = PacketCodec.encode(packet);
        decoder.feed(frame, 0, frame.length, new FrameSink() {
            @Override
            public void packet(Packet packet, int frameBytes) {
                seen.add(packet);
            }

            @Override
            public void error(DecodeError error) {
                throw new AssertionError(error);
            }
        });
        return seen.get(seen.size() - 1);
    }

    private static Packet packet(String sid, String op, List<String> filter) {
        return Packet.builder()
                .filter(filter)
                .sid(sid)
                .hid("aa:bb")
                .type(PacketType.EVENT)
                .channel(0)
                .protocols(List.of("u", "t", "c"))
                .op(op)
                .data("x")
                .build();
    }

    @Test
    void theSameBytesAreTheSameObject() {
        Packet first = decoded(packet("abc", "op", List.of("me")));
        Packet second = decoded(packet("abc", "op", List.of("me")));

        assertThat(second).isEqualTo(first);
        assertThat(second.sid()).isSameAs(first.sid());
        assertThat(second.protocols()).isSameAs(first.protocols());
        assertThat(second.filter()).isSameAs(first.filter());
    }

    @Test
    void otherBytesAreDecoded() {
        List<Packet> sent = List.of(
                packet("abc", "op", List.of("me")),
                packet("abcd", "o", List.of("me", "you")),
                packet("ab", "operation", List.of("m")),
                packet("xyz", "", List.of()),
                packet("a".repeat(1000), "op", List.of("me")),
                packet("a".repeat(1000), "op", List.of("me")),
                packet("abc", "op", List.of("me")));

        sent.forEach(this::decoded);

        assertThat(seen).isEqualTo(sent);
    }

    @Test
    void whatBeginsLikeAnEarlierPacketHasTheSameFieldsAndErrorsAsAlone() {
        long seed = Seeds.seed();
        Random random = new Random(seed);
        RandomPackets packets = new RandomPackets(random);
        int broken = 0;
        int alike = 0;
        for (int round = 0; round < 2_000; round++) {
            RecordingSink together = new RecordingSink();
            FrameDecoder one = new FrameDecoder();
            byte[] body = bodyOf(packets.next());
            for (int i = 0; i < 12; i++) {
                byte[] changed = i % 3 == 0 ? body : changed(body, random);
                byte[] frame = Bytes.frame(changed);
                RecordingSink alone = new RecordingSink();
                new FrameDecoder().feed(frame, 0, frame.length, alone);
                together.packets.clear();
                together.errors.clear();
                one.feed(frame, 0, frame.length, together);
                String what = "seed " + seed + " round " + round + " body " + Bytes.hex(changed);
                assertThat(together.packets).as(what).isEqualTo(alone.packets);
                assertThat(together.errors).as(what).isEqualTo(alone.errors);
                broken += alone.errors.size();
                alike += alone.packets.size();
            }
        }
        assertThat(broken).as("bodies with an error").isGreaterThan(1000);
        assertThat(alike).as("bodies that are packets").isGreaterThan(10_000);
    }

    @Test
    void packetsOfMoreKindsThanAreKeptTakeTurns() {
        for (int i = 0; i < 200; i++) {
            Packet sent = packet("member" + i % 7, "op", List.of("filter" + i % 3));
            assertThat(decoded(sent)).isEqualTo(sent);
        }
    }

    @Test
    void whatComesWithOtherFieldsBehindTheSameBeginningHasJustThese() {
        Packet.Builder begun = Packet.builder().sid("abc").hid("aa:bb").type(PacketType.EVENT);
        List<Packet> sent = List.of(
                begun.build(),
                begun.build().toBuilder().raw(new byte[] {1}).keepalive(true).build(),
                begun.build().toBuilder().data("text").build(),
                begun.build().toBuilder().channel(5).error("e").build(),
                begun.build());

        sent.forEach(this::decoded);

        assertThat(seen).isEqualTo(sent);
    }

    private static byte[] bodyOf(Packet packet) {
        byte[] frame = PacketCodec.encode(packet);
        int bodyAt = Frame.HEADER_BYTES + Varint.encodedLength(frame, Frame.HEADER_BYTES);
        return Arrays.copyOfRange(frame, bodyAt, frame.length - Frame.TRAILER_BYTES);
    }

    /** Cut off, continued, or with another byte. */
    private static byte[] changed(byte[] body, Random random) {
        int at = body.length == 0 ? 0 : random.nextInt(body.length);
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> Bytes.join(body, new byte[] {(byte) random.nextInt(18), (byte) random.nextInt(18)});
            default -> {
                byte[] other = body.clone();
                if (other.length > 0) {
                    other[at] = (byte) random.nextInt(256);
                }
                yield other;
            }
        };
    }
}
