package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever was encoded before, the bytes are those of {@link PacketCodec#encode}. */
class PacketEncoderTest {
    private static final PacketFactory PACKETS =
            new PacketFactory(new MemberId("FcZdV976", "02:fc:00:00:00:01"), List.of("u", "t", "c"));

    private final PacketEncoder encoder = new PacketEncoder();

    @Test
    void packetsThatBeginAlikeOrNot() {
        List<Packet> packets = new ArrayList<>();
        for (String meant : List.of("bG9fh673", "xG9fh673", "eu-west", "zürich")) {
            for (long channel : new long[] {0, 7, 300}) {
                for (Payload payload : List.of(Payload.of("x"), Payload.of("größer"), Payload.of(new byte[64]))) {
                    packets.add(PACKETS.event(List.of(meant), channel, null, payload));
                    packets.add(PACKETS.event(List.of(meant, "other"), channel, "id", payload));
                    packets.add(PACKETS.query(List.of(meant), channel, "q#1", "näme", payload));
                    packets.add(PACKETS.event(List.of(), channel, null, payload));
                    packets.add(PACKETS.event(List.of(meant), channel, null, payload)
                            .withFilter(List.of("a", meant)));
                }
            }
        }
        packets.addAll(List.copyOf(packets));
        Collections.shuffle(packets, new Random(7));

        for (Packet packet : packets) {
            assertThat(encoder.frame(packet).bytes()).isEqualTo(PacketCodec.encode(packet));
        }
    }

    @Test
    void sameFieldsInAnotherOrder() {
        Packet one = Packet.builder().sid("s").hid("h").data("x").build();
        Packet other = Packet.builder().hid("h").sid("s").data("x").build();
        Packet fewer = Packet.builder().sid("s").data("x").hid("h").build();

        for (Packet packet : List.of(one, other, fewer, one, fewer)) {
            assertThat(encoder.frame(packet).bytes()).isEqualTo(PacketCodec.encode(packet));
        }
    }

    @Test
    void anyPackets() {
        RandomPackets random = new RandomPackets(new Random(Seeds.seed()));
        for (int i = 0; i < 2000; i++) {
            Packet packet = random.next();
            assertThat(encoder.frame(packet).bytes()).isEqualTo(PacketCodec.encode(packet));
            assertThat(encoder.frame(packet).bytes()).isEqualTo(PacketCodec.encode(packet));
        }
    }

    @Test
    void whereAFrameGoesNothingElseIsTouched() {
        RandomPackets random = new RandomPackets(new Random(Seeds.seed()));
        for (int i = 0; i < 500; i++) {
            PacketFrame frame = encoder.frame(random.next());
            byte[] expected = new byte[frame.length() + 9];
            Arrays.fill(expected, (byte) 0xAA);
            byte[] buffer = expected.clone();
            byte[] again = expected.clone();

            frame.writeTo(buffer, 5);
            System.arraycopy(frame.bytes(), 0, expected, 5, frame.length());
            frame.writeTo(again, 5);

            assertThat(buffer).isEqualTo(expected);
            assertThat(again).as("written once more").isEqualTo(expected);
            assertThat(frame.bytes()).isEqualTo(PacketCodec.encode(frame.packet()));
        }
    }

    @Test
    void aBodyWhoseLengthOriginalsMisread() throws DecodeException {
        Packet shortest = PACKETS.event(List.of("bG9fh673"), 0, null, Payload.of(new byte[0]));
        int misread = 1728 + 16384;
        for (int length = misread - 200; length < misread + 10; length++) {
            Packet packet = PACKETS.event(List.of("bG9fh673"), 0, null, Payload.of(new byte[length]));
            byte[] frame = encoder.frame(packet).bytes();
            assertThat(frame).isEqualTo(PacketCodec.encode(packet));
            assertThat(PacketCodec.decode(frame, 0, frame.length)).isEqualTo(packet);
        }
        assertThat(encoder.frame(shortest).bytes()).isEqualTo(PacketCodec.encode(shortest));
    }

    @Test
    void aFilterTooLongToBeKept() {
        List<String> many = Collections.nCopies(1000, "bG9fh673");
        for (int i = 0; i < 2; i++) {
            Packet packet = PACKETS.event(many, 0, null, Payload.of("x"));
            assertThat(encoder.frame(packet).bytes()).isEqualTo(PacketCodec.encode(packet));
        }
    }
}
