package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketType;
import java.util.ArrayList;
import java.util.List;
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
}
