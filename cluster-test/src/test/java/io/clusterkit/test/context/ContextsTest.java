package io.clusterkit.test.context;

import static io.clusterkit.test.assertj.ClusterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.test.ClusterTest;
import io.clusterkit.test.ClusterTime;
import io.clusterkit.test.TestCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Contexts of several kinds, each with a network of its own. */
class ContextsTest {
    @Nested
    @SpringBootTest(classes = QuoteApplication.class)
    @ClusterTest(time = ClusterTime.STEPPED, seed = 5)
    class Stepped {
        @Test
        void timeStandsStillUntilTheTestMovesIt(@Autowired Cluster application, @Autowired TestCluster network) {
            assertThat(network.seed()).isEqualTo(5);
            Cluster silent = network.join("silent");
            network.awaitMembers(2);
            network.partition(silent);

            network.advance(Duration.ofMinutes(20));

            assertThat(application.members()).isEmpty();
        }

        @Test
        void theApplicationsHandlersRunOnTheTestsThread(@Autowired TestCluster network) {
            Cluster desk = network.join("desk");
            network.awaitMembers(2);

            assertThat(network.await(desk.query("quote").data("A").ask().future()))
                    .hasAnswers("A 42.17");
        }
    }

    @Nested
    @SpringBootTest(classes = QuoteApplication.class)
    @ClusterTest(seed = 6)
    @DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
    class Dirty {
        private static final Set<TestCluster> SEEN = new HashSet<>();

        @RepeatedTest(2)
        void eachContextHasItsOwnNetwork(@Autowired TestCluster network) {
            assertThat(SEEN.add(network)).isTrue();
            assertThat(SEEN).filteredOn(each -> each != network).allSatisfy(each -> assertThat(each.members())
                    .isEmpty());
            network.join("guest");
            network.awaitMembers(2);
        }
    }

    @Nested
    @SpringBootTest(classes = QuoteApplication.class)
    @ClusterTest
    class Mocked {
        @MockitoBean
        private Cluster cluster;

        @Test
        void theMemberMayBeAMock(@Autowired TestCluster network) {
            assertThat(Mockito.mockingDetails(cluster).isMock()).isTrue();
            assertThat(network.members()).isEmpty();
        }
    }

    @Nested
    @SpringBootTest(classes = QuoteApplication.class, properties = "spring.threads.virtual.enabled=true")
    @ClusterTest(seed = 8)
    class VirtualThreads {
        @Test
        void handlersRunOnThem(@Autowired TestCluster network) {
            Cluster desk = network.join("desk");
            network.awaitMembers(2);

            assertThat(network.await(desk.query("quote").data("B").ask().future()))
                    .hasAnswers("B 42.17");
        }
    }

    @ClusterTest(seed = 9)
    @SpringBootTest(classes = QuoteApplication.class)
    abstract static class OnItsOwnNetwork {
        @Autowired
        TestCluster network;
    }

    @Nested
    class Inherited extends OnItsOwnNetwork {
        @BeforeEach
        void join() {
            network.join("before");
        }

        @RepeatedTest(2)
        void theAnnotationIsInherited() {
            assertThat(network.seed()).isEqualTo(9);
            network.awaitMembers(2);
        }
    }

    @Test
    void contextsWithoutTheAnnotationHaveNoNetwork() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of())
                .run(context -> assertThat((ApplicationContext) context)
                        .satisfies(each -> assertThat(each.getBeanNamesForType(TestCluster.class))
                                .isEmpty()));
    }
}
