package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

class ClusterPreloaderTest {
    private final List<Runnable> tasks = new ArrayList<>();
    private final Executor background = tasks::add;
    private final AtomicBoolean started = new AtomicBoolean();
    private final MockEnvironment environment = new MockEnvironment();
    private int loads;

    @Test
    void anApplicationFindsIt() {
        assertThat(SpringFactoriesLoader.loadFactories(
                        ApplicationListener.class, getClass().getClassLoader()))
                .hasAtLeastOneElementOfType(ClusterPreloader.class);
    }

    @Test
    void itLoadsInTheBackgroundAsSoonAsTheEnvironmentIsThere() {
        preloader().onApplicationEvent(event());

        assertThat(loads).isZero();
        assertThat(tasks).hasSize(1);
        tasks.get(0).run();
        assertThat(loads).isOne();
    }

    @Test
    void itLoadsOnceInAJvm() {
        preloader().onApplicationEvent(event());
        preloader().onApplicationEvent(event());

        assertThat(tasks).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", ""})
    void withoutAMemberNothingIsLoaded(String enabled) {
        environment.setProperty("cluster.enabled", enabled);

        preloader().onApplicationEvent(event());

        assertThat(tasks).isEmpty();
        assertThat(started).isFalse();
    }

    @Test
    void whatSwitchesBootsOwnOffSwitchesItOff() {
        System.setProperty(ClusterPreloader.IGNORE, "true");
        try {
            preloader().onApplicationEvent(event());
        } finally {
            System.clearProperty(ClusterPreloader.IGNORE);
        }

        assertThat(tasks).isEmpty();
    }

    @Test
    void whatFailsIsLoggedForDebuggingAndNoMore() {
        Logger logger = (Logger) LoggerFactory.getLogger(ClusterPreloader.class);
        Level before = logger.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
        try {
            new ClusterPreloader(started, Runnable::run, () -> {
                        throw new NoClassDefFoundError("gone");
                    })
                    .onApplicationEvent(event());
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }

        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getFormattedMessage()).isEqualTo("could not load the member in the background");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("gone");
        });
    }

    private ClusterPreloader preloader() {
        return new ClusterPreloader(started, background, () -> loads++);
    }

    private ApplicationEnvironmentPreparedEvent event() {
        return new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(),
                new SpringApplication(ClusterPreloaderTest.class),
                new String[0],
                environment);
    }
}
