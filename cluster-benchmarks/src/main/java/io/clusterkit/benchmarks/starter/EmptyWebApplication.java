package io.clusterkit.benchmarks.starter;

import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What start.spring.io makes for the web: starts, says how long that took since the JVM began and how much heap it uses,
 * and ends.
 */
@SpringBootApplication
public class EmptyWebApplication {
    /** How the line with the figures begins. */
    public static final String READY = "READY ";

    private static final int COLLECTIONS = 3;

    /** Starts on a free port. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(EmptyWebApplication.class);
        application.setDefaultProperties(java.util.Map.of("server.port", "0", "spring.main.banner-mode", "off"));
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            long millis = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
                heap = Math.min(
                        heap,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            System.out.println(READY + "millis=" + millis + " heapMib=" + heap / 1024.0 / 1024.0 + " beans="
                    + context.getBeanDefinitionCount());
        }
    }
}
