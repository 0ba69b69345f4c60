package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.handler.ClusterMethodProcessor;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.packet.Payload;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

class ClusterAutoConfigurationTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts();

    @Test
    void theStarterAloneGivesAStartedMember() {
        contexts.run(context -> {
            assertThat(context).hasSingleBean(Cluster.class).hasSingleBean(ClusterProperties.class);
            assertThat(context.getBean(Cluster.class).isStarted()).isTrue();
            assertThat(context.getBean(Cluster.class).protocols()).containsExactly("u", "t", "c");
        });
    }

    @Test
    void theMemberLeavesWithItsContext() {
        Cluster other = network.join(options -> {});

        contexts.run(context -> await().until(() -> other.members().size() == 1));

        await().until(() -> other.members().isEmpty());
    }

    @Test
    void propertiesReachTheMember() {
        contexts.withPropertyValues("cluster.tags=quotes,eu", "cluster.channels=7,9", "cluster.protocols=c")
                .run(context -> {
                    Cluster cluster = context.getBean(Cluster.class);
                    assertThat(cluster.tags()).containsExactly("quotes", "eu");
                    assertThat(cluster.channels()).containsExactly(0L, 1L, 2L, 7L, 9L);
                    assertThat(cluster.protocols()).containsExactly("c");
                });
    }

    @Test
    void environmentVariablesAreProperties() {
        contexts.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment",
                                Map.of(
                                        "CLUSTER_TAGS_0", "quotes",
                                        "CLUSTER_TAGS_1", "eu",
                                        "CLUSTER_QUERY_TIMEOUT", "2s",
                                        "CLUSTER_MAXPACKETSIZE", "1MB",
                                        "CLUSTER_PROTOCOL_TCP_MAXCONNECTIONS", "7"))))
                .run(context -> {
                    Cluster cluster = context.getBean(Cluster.class);
                    assertThat(cluster.tags()).containsExactly("quotes", "eu");
                    assertThat(cluster.options().queryTimeout()).hasSeconds(2);
                    assertThat(cluster.options().maxFrameBytes()).isEqualTo(1 << 20);
                    assertThat(cluster.options().tcp().stream().maxConnections())
                            .isEqualTo(7);
                });
    }

    @Test
    void timeThreadsAndChanceComeFromTheApplicationsRuntime() {
        OwnRuntime own = new OwnRuntime();
        contexts.withBean(ClusterRuntime.class, () -> own).run(context -> {
            Cluster cluster = context.getBean(Cluster.class);
            assertThat(cluster.isStarted()).isTrue();
            assertThat(own.loops).containsExactly("cluster-" + cluster.id().sid() + "-loop");
            Cluster other = network.joinAndMeetOne(options -> {});
            await().until(() -> cluster.members().size() == 1);
            assertThat(cluster.members().get(0).lastSeen()).isEqualTo(OwnRuntime.NOW);
            assertThat(other.members().get(0).lastSeen()).isAfter(OwnRuntime.NOW);
        });
    }

    @Test
    void switchedOffThereAreNoBeans() {
        contexts.withPropertyValues("cluster.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(Cluster.class);
            assertThat(context).doesNotHaveBean(ClusterProperties.class);
            assertThat(context).doesNotHaveBean(ClusterLifecycle.class);
            assertThat(context).doesNotHaveBean(ClusterMethodProcessor.class);
            assertThat(context).doesNotHaveBean(PayloadConverter.class);
        });
    }

    @Test
    void anOwnMemberIsTakenInsteadAndStarted() {
        Cluster own = network.create();

        contexts.withBean("own", Cluster.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(Cluster.class);
            assertThat(context.getBean(Cluster.class)).isSameAs(own);
            assertThat(own.isStarted()).isTrue();
        });
        assertThat(own.isStarted()).isFalse();
    }

    @Test
    void severalOwnMembersAreLeftAlone() {
        contexts.withBean("one", Cluster.class, network::create)
                .withBean("two", Cluster.class, network::create)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(ClusterLifecycle.class);
                    assertThat(context).doesNotHaveBean(ClusterMethodProcessor.class);
                    assertThat(context.getBeansOfType(Cluster.class).values()).noneMatch(Cluster::isStarted);
                });
    }

    @Test
    void customizersComeAfterThePropertiesInTheirOrder() {
        contexts.withUserConfiguration(Customizers.class)
                .withPropertyValues("cluster.tags=property")
                .run(context ->
                        assertThat(context.getBean(Cluster.class).tags()).containsExactly("second"));
    }

    @Test
    void anOwnConverterIsTakenInstead() {
        contexts.withBean("own", PayloadConverter.class, OwnConverter::new)
                .run(context ->
                        assertThat(context).getBean(PayloadConverter.class).isInstanceOf(OwnConverter.class));
    }

    @Test
    void handlersRunOnTheMembersOwnPoolUnlessTheApplicationHasAnExecutorForThem() {
        contexts.run(context -> {
            assertThat(context).doesNotHaveBean(ClusterAutoConfiguration.HANDLER_EXECUTOR);
            assertThat(handlerThread(context.getBean(Cluster.class))).matches("cluster-.*-handler.*");
        });
    }

    @Test
    void handlersRunOnTheApplicationsExecutorForThem() {
        contexts.withUserConfiguration(OwnExecutor.class)
                .run(context -> assertThat(handlerThread(context.getBean(Cluster.class)))
                        .startsWith("own-"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void handlersRunOnVirtualThreadsIfTheApplicationDoes() {
        contexts.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            assertThat(context)
                    .getBean(ClusterAutoConfiguration.HANDLER_EXECUTOR)
                    .isInstanceOf(SimpleAsyncTaskExecutor.class);
            assertThat(handlerThread(context.getBean(Cluster.class))).startsWith("cluster-handler-");
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void theExecutorForHandlersDoesNotKeepTheApplicationFromItsOwn() {
        contexts.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(context)
                        .hasBean("applicationTaskExecutor")
                        .hasBean(ClusterAutoConfiguration.HANDLER_EXECUTOR));
    }

    @Test
    void anApplicationThatInitializesLazilyIsAMemberWithHandlersToo() {
        contexts.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    Cluster other = network.joinAndMeetOne(options -> {});
                    assertThat(other.members().get(0).sid())
                            .isEqualTo(context.getBean(Cluster.class).id().sid());
                });
    }

    private String handlerThread(Cluster cluster) throws InterruptedException {
        cluster.onQuery("thread", query -> Payload.of(Thread.currentThread().getName()));
        Cluster asker = network.joinAndMeetOne(options -> {});
        return asker.query("thread").ask().await().answers().get(0).text();
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        @Bean
        @Order(2)
        ClusterCustomizer second() {
            return options -> options.tags("second");
        }

        @Bean
        @Order(1)
        ClusterCustomizer first() {
            return options -> options.tags("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExecutor {
        @Bean(defaultCandidate = false)
        Executor clusterHandlerExecutor() {
            return new SimpleAsyncTaskExecutor("own-");
        }
    }

    /** The system's, but for clocks that stand still. */
    static class OwnRuntime implements ClusterRuntime {
        static final Instant NOW = Instant.parse("2001-02-03T04:05:06Z");

        final List<String> loops = new CopyOnWriteArrayList<>();
        private final ClusterRuntime system = ClusterRuntime.system();

        @Override
        public TimeSource time() {
            return new TimeSource() {
                @Override
                public long nanoTime() {
                    return 0;
                }

                @Override
                public Instant instant() {
                    return NOW;
                }
            };
        }

        @Override
        public RandomGenerator random() {
            return system.random();
        }

        @Override
        public TaskLoop newLoop(String name, LongAdder refused) {
            loops.add(name);
            return system.newLoop(name, refused);
        }

        @Override
        public Executor newPool(String threadNames, int maxThreads, int queueCapacity) {
            return system.newPool(threadNames, maxThreads, queueCapacity);
        }

        @Override
        public <T> Optional<T> await(CompletableFuture<T> future, Duration limit) {
            return system.await(future, limit);
        }

        @Override
        public void pause(Duration length) {
            system.pause(length);
        }

        @Override
        public void release(Executor pool) {
            system.release(pool);
        }
    }

    static class OwnConverter implements PayloadConverter {
        @Override
        public boolean canRead(ResolvableType type) {
            return false;
        }

        @Override
        public boolean canWrite(ResolvableType type) {
            return false;
        }

        @Override
        public Object read(Payload payload, ResolvableType type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Payload write(Object value, ResolvableType type) {
            throw new UnsupportedOperationException();
        }
    }
}
