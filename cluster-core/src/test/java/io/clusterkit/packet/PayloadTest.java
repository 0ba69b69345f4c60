package io.clusterkit.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void textTravelsAsDataAndBytesAsRaw() {
        Packet text = Payload.of("é").into(Packet.builder()).build();
        Packet bytes = Payload.of(new byte[] {1, 2}).into(Packet.builder()).build();

        assertThat(text.data()).isEqualTo("é");
        assertThat(text.has(Field.RAW)).isFalse();
        assertThat(bytes.raw()).containsExactly(1, 2);
        assertThat(bytes.has(Field.DATA)).isFalse();
    }

    @Test
    void rawIsPreferredIfAPacketHasBoth() {
        Packet both = Packet.builder().data("d").raw(new byte[] {7}).build();

        assertThat(Payload.in(both).isText()).isFalse();
        assertThat(Payload.in(both).asBytes()).containsExactly(7);
    }

    @Test
    void aPacketWithoutPayloadHasEmptyText() {
        assertThat(Payload.in(Packet.builder().build())).isEqualTo(Payload.empty());
        assertThat(Payload.of("")).isSameAs(Payload.empty());
    }

    @Test
    void eachFormCanBeReadAsTheOther() {
        assertThat(Payload.of("é").asBytes()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
        assertThat(Payload.of("é".getBytes(StandardCharsets.UTF_8)).asText()).isEqualTo("é");
    }

    @Test
    @SuppressWarnings("NullAway") // what callers who are not checked could do
    void itIsEitherTextOrBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Payload(null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Payload("a", new byte[0]));
    }
}
