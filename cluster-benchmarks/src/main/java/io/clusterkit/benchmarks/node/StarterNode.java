package io.clusterkit.benchmarks.node;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.QueryHandler;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A member of ours in a Spring Boot application with actuator and meters; handlers are annotated methods. */
final class StarterNode implements Node {
    private final ConfigurableApplicationContext context;
    private final ClusterNode node;

    private StarterNode(ConfigurableApplicationContext context) {
        this.context = context;
        this.node = new ClusterNode(context.getBean(Cluster.class));
    }

    static StarterNode open(String protocol, NodeSettings settings, Receiver receiver) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--cluster.address=" + settings.group(),
                "--cluster.port=" + settings.port(),
                "--cluster.protocols=" + protocol,
                "--cluster.tags=benchmark"));
        return new StarterNode(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext context) -> {
                    if (settings.isServer()) {
                        context.registerBean(Handlers.class, () -> new Handlers(receiver));
                    }
                })
                .run(arguments.toArray(String[]::new)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    static class Handlers {
        private final Receiver receiver;

        Handlers(Receiver receiver) {
            this.receiver = receiver;
        }

        @QueryHandler(ClusterNode.ECHO)
        byte[] echo(byte[] question) {
            return receiver.asked(question);
        }

        @ClusterEventListener
        void told(byte[] event) {
            receiver.told(event, 0);
        }
    }

    @Override
    public int others() {
        return node.others();
    }

    @Override
    public byte[] ask(byte[] question) throws Exception {
        return node.ask(question);
    }

    @Override
    public int askAll(byte[] question) throws Exception {
        return node.askAll(question);
    }

    @Override
    public void tell(byte[] event) {
        node.tell(event);
    }

    @Override
    public void tellAll(byte[] event) {
        node.tellAll(event);
    }

    @Override
    public void close() {
        context.close();
    }
}
