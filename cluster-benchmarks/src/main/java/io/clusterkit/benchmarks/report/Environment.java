package io.clusterkit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Where and with what was measured. */
public final class Environment {
    private Environment() {}

    /** The facts by name, in order. */
    public static Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("CPU", Runtime.getRuntime().availableProcessors() + " × " + cpu());
        Properties versions = new Properties();
        try (var in = Environment.class.getResourceAsStream("/versions.properties")) {
            if (in == null) {
                throw new IOException("versions.properties is missing");
            }
            versions.load(in);
        }
        for (String name : versions.stringPropertyNames().stream().sorted().toList()) {
            facts.put(name, versions.getProperty(name));
        }
        return facts;
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
