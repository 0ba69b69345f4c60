package io.clusterkit.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tcl's lists as text, and dicts, which are lists of keys and values in turn. Reads all that Tcl 8.6 reads, writes what
 * its {@code list} writes.
 */
public final class TclList {
    private TclList() {}

    /**
     * The words of a list; immutable.
     *
     * @throws TclFormatException if the text is no list
     */
    public static List<String> parse(String text) {
        return List.copyOf(words(text));
    }

    /** The list of these words. */
    public static String format(Collection<String> words) {
        StringBuilder list = new StringBuilder();
        for (String word : words) {
            append(word, list);
        }
        return list.toString();
    }

    /**
     * The keys and values of a dict in their order; of a key that stands twice, the first place and the last value
     * count. Unmodifiable.
     *
     * @throws TclFormatException if the text is no list, or one with a key that has no value
     */
    public static Map<String, String> parseDict(String text) {
        List<String> words = words(text);
        if (words.size() % 2 != 0) {
            throw new TclFormatException("the last key has no value", text.length());
        }
        Map<String, String> dict = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            dict.put(words.get(i), words.get(i + 1));
        }
        return Collections.unmodifiableMap(dict);
    }

    /** The dict of these keys and values, in the map's order. */
    public static String formatDict(Map<String, String> dict) {
        StringBuilder list = new StringBuilder();
        dict.forEach((key, value) -> {
            append(key, list);
            append(value, list);
        });
        return list.toString();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        TclWords reader = new TclWords(text);
        for (@Nullable String word = reader.next(); word != null; word = reader.next()) {
            words.add(word);
        }
        return words;
    }

    private static void append(String word, StringBuilder list) {
        boolean first = list.isEmpty();
        if (!first) {
            list.append(' ');
        }
        TclQuoting.append(word, first, list);
    }
}
