package io.clusterkit.boot.autoconfigure;

import io.clusterkit.Cluster;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Loads what the starter needs on a thread of its own, while the application makes its other beans: once in a JVM, as
 * soon as the environment says that there is to be a member.
 *
 * <p>Boot's own background preinitialization knows no environment. What switches that off switches this off too: the
 * system property {@value #IGNORE}, a single processor.
 */
final class ClusterPreloader implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /** Of Boot's. */
    static final String IGNORE = "spring.backgroundpreinitializer.ignore";

    private static final Logger log = LoggerFactory.getLogger(ClusterPreloader.class);

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private final AtomicBoolean started;
    private final Executor background;
    private final Runnable member;

    ClusterPreloader() {
        // No reference to the method: making one would load the class here.
        this(STARTED, ClusterPreloader::runInBackground, () -> Cluster.preload());
    }

    /** For tests: one of its own, that runs there and loads that. */
    ClusterPreloader(AtomicBoolean started, Executor background, Runnable member) {
        this.started = started;
        this.background = background;
        this.member = member;
    }

    /** Logging works then. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (isWanted(event.getEnvironment()) && started.compareAndSet(false, true)) {
            background.execute(this::preload);
        }
    }

    private static boolean isWanted(ConfigurableEnvironment environment) {
        return "true".equalsIgnoreCase(environment.getProperty("cluster.enabled", "true"))
                && !Boolean.getBoolean(IGNORE)
                && !NativeDetector.inNativeImage()
                && Runtime.getRuntime().availableProcessors() > 1;
    }

    /**
     * In the order in which they are needed. Not the search for clients: most of it is the search for components, which the
     * application does itself at that moment.
     */
    private void preload() {
        tryTo("load options", () -> new ClusterPropertiesMapper(new ClusterProperties()).options(Stream.empty()));
        tryTo("load the member", member);
    }

    /** What fails here fails again where it is needed, and is reported there. */
    private static void tryTo(String what, Runnable load) {
        try {
            load.run();
        } catch (RuntimeException | LinkageError failure) {
            log.debug("could not {} in the background", what, failure);
        }
    }

    private static void runInBackground(Runnable task) {
        Thread thread = new Thread(task, "cluster-preload");
        thread.setDaemon(true);
        thread.start();
    }
}
