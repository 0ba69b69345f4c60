package io.clusterkit.benchmarks.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One line from the runner: a name, then {@code key=value}.
 *
 * @param name what to do
 * @param values with what
 */
record Command(String name, Map<String, String> values) {
    private static final Pattern SPACE = Pattern.compile(" ");

    static Command of(String line) {
        String[] words = SPACE.split(line, -1);
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Command(words[0], values);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(name + " needs " + key);
        }
        return value;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    long nanos(String key) {
        return number(key) * 1_000_000L;
    }
}
