package io.clusterkit.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The jars of this program, to give a child only some of them. */
final class ClassPath {
    private static final Pattern SPACES = Pattern.compile(" +");

    private ClassPath() {}

    /** All entries; those of a jar's manifest among them. */
    static List<String> entries() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(entry);
            if (entry.endsWith("benchmarks.jar")) {
                entries.addAll(named(Path.of(entry)));
            }
        }
        return entries;
    }

    private static List<String> named(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest().getMainAttributes().getValue("Class-Path");
            return names == null
                    ? List.of()
                    : Arrays.stream(SPACES.split(names, -1))
                            .map(name -> jar.resolveSibling(name).toString())
                            .toList();
        }
    }

    /** Those whose jar's name, or a directory of its path, does not begin with one of these. */
    static String without(List<String> prefixes) throws IOException {
        return String.join(
                File.pathSeparator,
                entries().stream()
                        .filter(entry -> prefixes.stream().noneMatch(prefix -> isOf(prefix, Path.of(entry))))
                        .toList());
    }

    private static boolean isOf(String prefix, Path entry) {
        if (entry.getFileName().toString().endsWith(".jar")) {
            return entry.getFileName().toString().startsWith(prefix);
        }
        for (Path part : entry) {
            if (part.toString().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
