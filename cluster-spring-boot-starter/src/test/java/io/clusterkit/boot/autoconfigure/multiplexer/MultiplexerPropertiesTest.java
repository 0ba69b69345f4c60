package io.clusterkit.boot.autoconfigure.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerBuilder;
import io.clusterkit.multiplexer.SlowClientPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class MultiplexerPropertiesTest {
    private final MultiplexerProperties defaults = new MultiplexerProperties();

    @Test
    void withoutPropertiesTheBuilderIsTheCoresDefault() {
        MultiplexerFactory factory = new MultiplexerFactory(
                MultiplexerBuilder.DEFAULT_NAME,
                defaults,
                new FilterBeans(new DefaultListableBeanFactory(), Set.of()),
                null);

        assertThat(factory).extracting("builder").usingRecursiveComparison().isEqualTo(Multiplexer.builder());
    }

    @Test
    void defaultsAreTheCoresConstants() {
        assertThat(defaults.getPort()).isZero();
        assertThat(defaults.getAddress()).isNull();
        assertThat(defaults.getUnixSocket()).isNull();
        assertThat(defaults.isSendToOrigin()).isFalse();
        assertThat(defaults.getLogLevel()).isEqualTo(MultiplexerBuilder.DEFAULT_LOG_LEVEL);
        assertThat(defaults.getMaxClients()).isEqualTo(MultiplexerBuilder.DEFAULT_MAX_CLIENTS);
        assertThat(defaults.getMaxClientsPerAddress()).isNull();
        assertThat(defaults.getConnectsPerAddress()).isNull();
        assertThat(defaults.getClientBufferSize().toBytes()).isEqualTo(MultiplexerBuilder.DEFAULT_CLIENT_BUFFER_BYTES);
        assertThat(defaults.getSlowClientPolicy()).isEqualTo(SlowClientPolicy.DROP_CLIENT);
        assertThat(defaults.getSlowClientPatience()).isNull();
        assertThat(defaults.getIdleTimeout()).isZero();
        assertThat(defaults.getHalfClosedTimeout()).isEqualTo(MultiplexerBuilder.DEFAULT_HALF_CLOSED_TIMEOUT);
        assertThat(defaults.getHandshakeTimeout()).isEqualTo(MultiplexerBuilder.DEFAULT_HANDSHAKE_TIMEOUT);
        assertThat(defaults.getSslBundle()).isNull();
    }
}
