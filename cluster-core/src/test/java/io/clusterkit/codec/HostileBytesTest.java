package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.clusterkit.packet.Packet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes give packets or named errors. */
class HostileBytesTest {
    private static final int ROUNDS = 20_000;
    private static final int LIMIT = 4096;

    private final long seed = Seeds.seed();
    private final Random random = new Random(seed);

    @Test
    void randomFramesGiveAPacketOrANamedError() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frame = random.nextBoolean() ? Bytes.frame(randomBody()) : randomStream();
            check(round, frame, () -> PacketCodec.decode(frame, 0, frame.length));
        }
    }

    @Test
    void randomBodiesGiveAPacketOrANamedError() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = randomBody();
            check(round, body, () -> PacketCodec.decodeBody(body, 0, body.length));
        }
    }

    @Test
    void whatIsDecodedFromRandomBodiesIsEncodedToTheSamePacket() throws DecodeException {
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Packet packet;
            byte[] body = randomBody();
            try {
                packet = PacketCodec.decodeBody(body, 0, body.length);
            } catch (DecodeException e) {
                continue;
            }
            decoded++;
            byte[] frame = PacketCodec.encode(packet);
            assertThat(PacketCodec.decode(frame, 0, frame.length))
                    .as("seed %d round %d body %s", seed, round, Bytes.hex(body))
                    .isEqualTo(packet);
        }
        assertThat(decoded).as("bodies that are packets").isGreaterThan(ROUNDS / 100);
    }

    @Test
    void randomStreamsAreSurvivedAndCutAnywhereGiveTheSame() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] stream = randomStream();
            try {
                RecordingSink whole = new RecordingSink();
                FrameDecoder decoder = new FrameDecoder(LIMIT);
                decoder.feed(stream, 0, stream.length, whole);
                decoder.finish(whole);
                RecordingSink pieces = new RecordingSink();
                FrameDecoder piecewise = new FrameDecoder(LIMIT);
                for (int at = 0; at < stream.length; ) {
                    int chunk = Math.min(1 + random.nextInt(40), stream.length - at);
                    piecewise.feed(stream, at, chunk, pieces);
                    at += chunk;
                }
                piecewise.finish(pieces);
                assertThat(pieces.packets).as(describe(round, stream)).isEqualTo(whole.packets);
                assertThat(pieces.errors).as(describe(round, stream)).isEqualTo(whole.errors);
                assertThat(piecewise.skippedBytes()).as(describe(round, stream)).isEqualTo(decoder.skippedBytes());
            } catch (RuntimeException e) {
                fail(describe(round, stream), e);
            }
        }
    }

    @Test
    void goodFramesAfterAnyGarbageAreFound() {
        byte[] good = PacketCodec.encode(Packet.builder().sid("good").build());
        for (int round = 0; round < 2_000; round++) {
            byte[] stream = randomStream();
            RecordingSink sink = new RecordingSink();
            FrameDecoder decoder = new FrameDecoder(LIMIT);
            decoder.feed(stream, 0, stream.length, sink);
            // Enough to complete whatever frame the garbage declared, within the limit.
            for (int fed = 0; fed <= LIMIT; fed += good.length) {
                decoder.feed(good, 0, good.length, sink);
            }
            int before = sink.packets.size();
            decoder.feed(good, 0, good.length, sink);
            assertThat(sink.packets).as(describe(round, stream)).hasSize(before + 1);
        }
    }

    private interface Decoding {
        Packet run() throws DecodeException;
    }

    private void check(int round, byte[] bytes, Decoding decoding) {
        try {
            assertThat(decoding.run()).isNotNull();
        } catch (DecodeException e) {
            assertThat(e.error()).isNotNull();
        } catch (RuntimeException e) {
            fail(describe(round, bytes), e);
        }
    }

    private String describe(int round, byte[] bytes) {
        return "seed " + seed + " round " + round + " bytes " + Bytes.hex(bytes);
    }

    /** Fields that are often as they should be, or else decoding ends at the first byte. */
    private byte[] randomBody() {
        byte[] body = new byte[random.nextInt(80)];
        random.nextBytes(body);
        for (int at = 0; at < body.length; at += 1 + random.nextInt(6)) {
            body[at] = (byte) random.nextInt(18);
        }
        return body;
    }

    /** Random bytes among which are headers, trailers and whole frames. */
    private byte[] randomStream() {
        byte[][] parts = new byte[random.nextInt(8)][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = switch (random.nextInt(6)) {
                case 0 -> Bytes.hex("c08d");
                case 1 -> Bytes.hex("c08dc08d01");
                case 2 -> Bytes.frame(randomBody());
                case 3 -> Bytes.hex("0000");
                case 4 -> Bytes.join(Bytes.hex("c08d"), Bytes.varint(random.nextInt(200)));
                default -> randomBody();
            };
        }
        return Bytes.join(parts);
    }
}
