package io.clusterkit.boot.autoconfigure.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.handler.JacksonPayloadConverter;
import io.clusterkit.boot.handler.PayloadConverter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.json.JsonMapper;

class ClusterJacksonAutoConfigurationTest {
    private static final ResolvableType POINT = ResolvableType.forClass(Point.class);

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts =
            network.contexts().withConfiguration(AutoConfigurations.of(ClusterJacksonAutoConfiguration.class));

    record Point(int someX) {}

    @Test
    void theApplicationsMapperReadsAndWrites() {
        contexts.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> assertThat(context.getBean(PayloadConverter.class)
                                .write(new Point(1), POINT)
                                .text())
                        .isEqualTo("{\"some_x\":1}"));
    }

    @Test
    void withoutAMapperThereIsAPlainOne() {
        contexts.run(context -> assertThat(context.getBean(PayloadConverter.class)
                        .write(new Point(1), POINT)
                        .text())
                .isEqualTo("{\"someX\":1}"));
    }

    @Test
    void ofSeveralMappersNoneIsGuessed() {
        contexts.withBean("one", JsonMapper.class)
                .withBean("two", JsonMapper.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JacksonPayloadConverter.class));
    }

    @Test
    void anOwnConverterReplacesIt() {
        contexts.withBean("own", PayloadConverter.class, PayloadConverter::textAndBytes)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(JacksonPayloadConverter.class)
                        .getBean(PayloadConverter.class)
                        .isSameAs(PayloadConverter.textAndBytes()));
    }

    @Test
    void withoutJacksonThereAreTextAndBytes() {
        contexts.withClassLoader(new FilteredClassLoader("tools.jackson")).run(context -> assertThat(context)
                .hasNotFailed()
                .getBean(PayloadConverter.class)
                .isSameAs(PayloadConverter.textAndBytes()));
    }

    @Test
    void withoutAClusterThereIsNone() {
        contexts.withPropertyValues("cluster.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PayloadConverter.class));
    }
}
