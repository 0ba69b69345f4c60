package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.RealNetwork;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Applications on real sockets, on a multicast group of their own. */
@ExtendWith(OutputCaptureExtension.class)
class RealTransportsTest {
    private final String[] network = RealNetwork.arguments();

    @Test
    void aHundredTimesStartDiscoverAndCloseOfAContextLeaveNoThreadAndNoSocket() throws Exception {
        try (ConfigurableApplicationContext stays = start()) {
            Cluster here = stays.getBean(Cluster.class);
            meetOnce(here);
            long socketsBefore = sockets();
            for (int i = 0; i < 100; i++) {
                meetOnce(here);
            }
            soon().untilAsserted(() ->
                    assertThat(threadsBut(here.id().sid(), "watch")).isZero());
            soon().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(socketsBefore));
        }
        soon().untilAsserted(() -> assertThat(threadsBut()).isZero());
    }

    @Test
    void aMemberSaysOneLineWhenItJoinsAndNothingOfItsSockets(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start()) {
            String sid = context.getBean(Cluster.class).id().sid();
            soon().until(() -> output.getOut().contains("cluster joined: sid=" + sid));
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("io.clusterkit") || line.contains("i.c.")))
                .allMatch(line -> line.contains("cluster joined: "));
    }

    @Test
    void aWebServerThatCannotStartEndsTheMemberThatWasPrepared() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            SpringApplicationBuilder application = new SpringApplicationBuilder(WebApplication.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .properties("server.port=" + taken.getLocalPort());

            assertThatThrownBy(() -> application.run(network)).hasRootCauseInstanceOf(BindException.class);
        }
        soon().untilAsserted(() -> assertThat(threadsBut()).isZero());
    }

    private void meetOnce(Cluster here) throws InterruptedException {
        try (ConfigurableApplicationContext guest = start()) {
            String sid = guest.getBean(Cluster.class).id().sid();
            soon().until(() -> here.member(sid)
                    .filter(member -> !member.protocolProps().isEmpty())
                    .isPresent());
            assertThat(here.query().to(sid).ask().await().answers())
                    .extracting(QueryOutcome::text)
                    .containsExactly("here");
        }
        soon().until(() -> here.members().isEmpty());
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(network);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    /** Threads of members but those with these names; all members share "watch" as long as there is one. */
    private static long threadsBut(String... names) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-"))
                .filter(thread ->
                        Stream.of(names).noneMatch(name -> thread.getName().startsWith("cluster-" + name)))
                .count();
    }

    private static long sockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(RealTransportsTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class Application {
        @QueryHandler
        String here() {
            return "here";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WebApplication {}
}
