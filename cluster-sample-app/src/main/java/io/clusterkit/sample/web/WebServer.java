package io.clusterkit.sample.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says where the page is. A second JVM on the host takes a free port, as the first has the usual one. */
@Component
@ConditionalOnWebApplication
class WebServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);

    private final Environment environment;

    WebServer(Environment environment) {
        this.environment = environment;
    }

    /** A port that somebody asked for is that port or an error. */
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (!environment.containsProperty("server.port")) {
            factory.setProtocol(FreePort.class.getName());
        }
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void sayWhere(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context
                && context.getWebServer() != null) {
            log.info("sample: http://localhost:{}/", context.getWebServer().getPort());
        }
    }
}
