package io.clusterkit.sample.web;

import java.net.BindException;
import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP on the port it was given or, if that is taken, on a free one. */
public final class FreePort extends Http11NioProtocol {
    @Override
    public void start() throws Exception {
        try {
            super.start();
        } catch (BindException taken) {
            setPort(0);
            super.start();
        }
    }
}
