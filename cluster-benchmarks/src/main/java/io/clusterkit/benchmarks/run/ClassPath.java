package io.clusterkit.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The jars of this program, to give a child only some of them. */
final class ClassPath {
    private static final Pattern SPACES = Pattern.compile(" +");

    private static final String OWN_JAR = "benchmarks.jar";

    private ClassPath() {}

    /** All entries; those of a jar's manifest among them. */
    static List<String> entries() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(entry);
            if (entry.endsWith(OWN_JAR)) {
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
        List<String> left = new ArrayList<>();
        for (String entry : entries()) {
            if (entry.endsWith(OWN_JAR)) {
                left.add(unpacked(Path.of(entry)).toString());
            } else if (prefixes.stream().noneMatch(prefix -> isOf(prefix, Path.of(entry)))) {
                left.add(entry);
            }
        }
        return String.join(File.pathSeparator, left);
    }

    /** The classes of this program in a directory: its jar would bring all others by its manifest. */
    private static Path unpacked(Path jar) throws IOException {
        Path directory = jar.resolveSibling("benchmarks-classes");
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".class")) {
                    Path target = directory.resolve(entry.getName());
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    try (InputStream bytes = file.getInputStream(entry)) {
                        Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return directory;
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
