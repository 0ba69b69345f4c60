package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

class TransportLogLevelsTest {
    private static final String ONE = TransportLogLevels.CHATTY.get(0);

    private final Map<String, @Nullable Level> before = new HashMap<>();

    @BeforeEach
    void unset() {
        TransportLogLevels.CHATTY.forEach(name -> {
            before.put(name, logger(name).getLevel());
            logger(name).setLevel(null);
        });
    }

    @AfterEach
    void restore() {
        before.forEach((name, level) -> logger(name).setLevel(level));
        logger("io.clusterkit.protocol").setLevel(null);
    }

    @Test
    void theirNamesAreThoseOfClasses() {
        assertThat(TransportLogLevels.CHATTY).allSatisfy(name -> assertThat(
                        Class.forName(name, false, getClass().getClassLoader()))
                .isNotNull());
    }

    @Test
    void anApplicationIsNotToldOfEachSocket() {
        start();

        assertThat(TransportLogLevels.CHATTY)
                .allSatisfy(name -> assertThat(logger(name).getLevel()).isEqualTo(Level.WARN));
    }

    @Test
    void aLevelOfTheApplicationStays() {
        start("--logging.level.[" + ONE + "]=debug");

        assertThat(logger(ONE).getLevel()).isEqualTo(Level.DEBUG);
        assertThat(logger(TransportLogLevels.CHATTY.get(1)).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aLevelOfAllTransportsIsTheirs() {
        start("--logging.level.io.clusterkit.protocol=debug");

        assertThat(TransportLogLevels.CHATTY)
                .allSatisfy(name -> assertThat(logger(name).getEffectiveLevel()).isEqualTo(Level.DEBUG));
    }

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(TransportLogLevelsTest.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            assertThat(context.isActive()).isTrue();
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
