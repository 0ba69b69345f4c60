package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.query.QueryOutcome;
import java.net.URL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** An application that is restarted as devtools do it: the same classes, again and again, in a new class loader. */
class DevtoolsRestartTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final Cluster other = network.join(options -> {});

    @Test
    void eachRestartJoinsWithItsOwnClassesAndLeavesNoThread() throws Exception {
        for (int i = 0; i < 3; i++) {
            String sid = runOnce();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("cluster-" + sid)));
        }
    }

    private String runOnce() throws Exception {
        URL classes = Application.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (RestartClassLoader loader = new RestartClassLoader(getClass().getClassLoader(), new URL[] {classes})) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> application = loader.loadClass(Application.class.getName());
            assertThat(application).isNotSameAs(Application.class);
            String sid;
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                    .web(WebApplicationType.NONE)
                    .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false", "cluster.tags=restarted")
                    .initializers(each -> ((GenericApplicationContext) each)
                            .registerBean("testNetwork", ClusterCustomizer.class, network::customizer))
                    .run()) {
                assertThat(context.getClassLoader()).isSameAs(loader);
                sid = context.getBean(Cluster.class).id().sid();
                await().until(() -> other.resolve("restarted").size() == 1);
                assertThat(other.query("loader")
                                .to("restarted")
                                .ask()
                                .await()
                                .firstAnswer()
                                .map(QueryOutcome::text))
                        .contains(loader.toString());
            }
            await().until(() -> other.members().isEmpty());
            return sid;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @QueryHandler("loader")
        String loader() {
            return getClass().getClassLoader().toString();
        }
    }
}
