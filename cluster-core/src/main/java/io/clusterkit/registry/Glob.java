package io.clusterkit.registry;

import java.util.regex.Pattern;

/** Patterns of Tcl's {@code string match}, as regular expressions. */
final class Glob {
    private Glob() {}

    static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> i = appendSet(glob, i, regex);
                case '\\' -> regex.append(quote(i + 1 < glob.length() ? glob.charAt(++i) : c));
                default -> regex.append(quote(c));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Appends the set that opens at {@code open} and returns the index of its last character. */
    private static int appendSet(String glob, int open, StringBuilder regex) {
        int close = glob.indexOf(']', open + 1);
        if (close < 0) {
            close = glob.length();
        }
        StringBuilder set = new StringBuilder();
        for (int i = open + 1; i < close; i++) {
            char from = glob.charAt(i);
            boolean range = i + 2 < close && glob.charAt(i + 1) == '-';
            char to = range ? glob.charAt(i + 2) : from;
            set.append(quote((char) Math.min(from, to))).append('-').append(quote((char) Math.max(from, to)));
            i += range ? 2 : 0;
        }
        regex.append(set.isEmpty() ? "(?!)" : "[" + set + "]");
        return close;
    }

    private static String quote(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) ? String.valueOf(c) : "\\" + c;
    }
}
