package io.clusterkit.sample;

import io.clusterkit.Cluster;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample in this JVM, as its main method starts it, on a network and a port of its own. */
final class RunningSample implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningSample(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningSample start(TestNetwork network, String... arguments) {
        List<String> all = network.arguments(arguments);
        all.add("--server.port=0");
        return run(all);
    }

    /** On the port it chooses. */
    static RunningSample startWithoutPort(TestNetwork network, String... arguments) {
        return run(network.arguments(arguments));
    }

    private static RunningSample run(List<String> all) {
        return new RunningSample(SpringApplication.run(SampleApplication.class, all.toArray(String[]::new)));
    }

    /** The first member. */
    Cluster cluster() {
        return context.getBean(Cluster.class);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    HttpSurface http() {
        return new HttpSurface(uri());
    }

    URI uri() {
        WebServer server = ((WebServerApplicationContext) context).getWebServer();
        int port = Objects.requireNonNull(server).getPort();
        return URI.create("http://localhost:" + port + "/");
    }

    @Override
    public void close() {
        context.close();
    }
}
