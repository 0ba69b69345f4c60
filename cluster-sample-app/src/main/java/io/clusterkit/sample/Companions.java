package io.clusterkit.sample;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexersAutoConfiguration;
import io.clusterkit.member.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * The quote members in the first member's JVM, each an application of its own, without a web server. They could as well
 * be started in other shells, by {@code --sample.members=1 --cluster.tags=quotes}.
 */
@Component
final class Companions implements ApplicationRunner, DisposableBean {
    private final SampleProperties sample;
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private volatile List<MemberId> ids = List.of();

    Companions(SampleProperties sample) {
        this.sample = sample;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (int i = 0; i < sample.companions(); i++) {
            SpringApplication companion = new SpringApplication(SampleApplication.class);
            companion.setWebApplicationType(WebApplicationType.NONE);
            companion.addInitializers(context -> makeQuoteMember(context.getEnvironment()));
            contexts.add(companion.run(arguments.getSourceArgs()));
        }
        ids = contexts.stream()
                .map(context -> context.getBean(Cluster.class).id())
                .toList();
    }

    /** Who they are, once all are started; until then empty. */
    List<MemberId> ids() {
        return ids;
    }

    @Override
    public void destroy() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }

    private static void makeQuoteMember(ConfigurableEnvironment environment) {
        String tags = environment.getProperty("cluster.tags", "");
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "companion",
                        Map.of(
                                "sample.members",
                                1,
                                "cluster.tags",
                                tags.isBlank() ? "quotes" : "quotes," + tags,
                                "spring.autoconfigure.exclude", // the chat is the first member's
                                MultiplexersAutoConfiguration.class.getName())));
    }
}
