package io.clusterkit.boot.autoconfigure.cloud;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Tells the registration on which ports the web servers of this application listen, before the member joins. */
final class WebServerPorts implements ApplicationListener<WebServerInitializedEvent> {
    private static final String MANAGEMENT = "management";

    private final ServiceRegistration registration;

    WebServerPorts(ServiceRegistration registration) {
        this.registration = registration;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        int port = event.getWebServer().getPort();
        if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), MANAGEMENT)) {
            registration.managementServerStarted(port);
        } else if (port > 0) {
            registration.serverStarted(port);
        }
    }
}
