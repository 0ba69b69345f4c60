package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds docs/configuration.md to the metadata: each property has one row there, with its default, and each row is a
 * property. Rows of a table whose head says {@code below `prefix`} are named without the prefix; {@code <name>} in it
 * is the metadata's {@code *}.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** An escaped bar is none of a table. */
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private static final Pattern BELOW = Pattern.compile("below `([^`]+)`");
    private static final Pattern QUOTED = Pattern.compile("^`([^`]+)`");
    private static final String NONE = "";

    @Test
    void eachPropertyHasOneRowWithItsDefaultAndEachRowIsAProperty() throws IOException {
        Map<String, List<String>> rows = rows();
        Map<String, String> defaults = metadata();
        List<String> faults = new ArrayList<>();
        defaults.forEach((name, byDefault) -> {
            List<String> found = rows.getOrDefault(name, List.of());
            if (found.isEmpty()) {
                faults.add("add a row for " + name + " with the default " + shown(byDefault));
            } else if (found.size() > 1) {
                faults.add(name + " has " + found.size() + " rows, leave one");
            } else if (!found.get(0).equals(byDefault)) {
                faults.add(name + " has the default " + shown(byDefault) + ", the page says " + shown(found.get(0)));
            }
        });
        rows.keySet().stream()
                .filter(name -> !defaults.containsKey(name))
                .forEach(name -> faults.add("the row " + name + " is no property of the metadata, remove it"));

        assertThat(faults).as("what is to be done in docs/configuration.md").isEmpty();
        assertThat(rows).containsKeys("cluster.name", "cluster.multiplexers.*.port");
    }

    /** By property, the default that each of its rows names. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        @Nullable String prefix = null; // outside of tables of properties
        for (String line : Files.readAllLines(PAGE)) {
            List<String> cells = BAR.splitAsStream(line).map(String::strip).toList();
            if (!line.startsWith("|")) {
                prefix = null;
            } else if (cells.get(1).startsWith("property")) {
                Matcher below = BELOW.matcher(cells.get(1));
                prefix = below.find() ? below.group(1).replace("<name>", "*") + "." : "";
            } else if (prefix != null) {
                Matcher name = QUOTED.matcher(cells.get(1));
                Matcher byDefault = QUOTED.matcher(cells.get(3));
                if (name.find()) {
                    rows.computeIfAbsent(prefix + name.group(1), unused -> new ArrayList<>())
                            .add(byDefault.find() ? byDefault.group(1) : NONE);
                }
            }
        }
        return rows;
    }

    /** By property, its default. */
    private static Map<String, String> metadata() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        try (InputStream metadata =
                ClusterProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
                defaults.put(property.get("name").asString(), text(property.path("defaultValue")));
            }
        }
        return defaults;
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asString(NONE);
        }
        List<String> several = new ArrayList<>();
        value.forEach(each -> several.add(each.asString()));
        return String.join(",", several);
    }

    private static String shown(String byDefault) {
        return byDefault.isEmpty() ? "none" : "`" + byDefault + "`";
    }
}
