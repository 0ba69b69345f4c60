package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.boot.autoconfigure.multiplexer.MultiplexerProperties.ClientAuth;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/** Engines of a server by an SSL bundle, with its protocols and ciphers; by the new one once the bundle was reloaded. */
final class BundleEngines implements Supplier<SSLEngine> {
    private final ClientAuth clientAuth;
    private volatile Loaded loaded;

    /**
     * Takes the bundle.
     *
     * @throws RuntimeException if there is none of this name, or it can't be used
     */
    BundleEngines(SslBundles bundles, String name, ClientAuth clientAuth) {
        this.clientAuth = clientAuth;
        this.loaded = new Loaded(bundles.getBundle(name));
        get();
        bundles.addBundleUpdateHandler(name, reloaded -> loaded = new Loaded(reloaded));
    }

    @Override
    public SSLEngine get() {
        Loaded current = loaded;
        SSLEngine engine = current.context.createSSLEngine();
        engine.setUseClientMode(false);
        String[] ciphers = current.options.getCiphers();
        if (ciphers != null) {
            engine.setEnabledCipherSuites(ciphers);
        }
        String[] protocols = current.options.getEnabledProtocols();
        if (protocols != null) {
            engine.setEnabledProtocols(protocols);
        }
        switch (clientAuth) {
            case NONE -> {}
            case WANT -> engine.setWantClientAuth(true);
            case NEED -> engine.setNeedClientAuth(true);
        }
        return engine;
    }

    /** A bundle as it was read. */
    private static final class Loaded {
        private final SSLContext context;
        private final SslOptions options;

        Loaded(SslBundle bundle) {
            context = bundle.createSslContext();
            options = bundle.getOptions();
        }
    }
}
