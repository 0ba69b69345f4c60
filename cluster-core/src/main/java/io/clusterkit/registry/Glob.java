package io.clusterkit.registry;

/**
 * Patterns of Tcl's {@code string match}: {@code *}, {@code ?}, {@code [a-z]} and {@code \x}. The odd cases are those of
 * {@code Tcl_StringCaseMatch} (Tcl 8.6, tclUtil.c): a trailing backslash matches nothing, a set may stay open, and
 * {@code [a-]} is a range up to the bracket.
 */
final class Glob {
    private static final int NO_MATCH = -1;

    private Glob() {}

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int behindStar = NO_MATCH; // where to go on in the pattern
        int starEnd = 0; // what the last star has taken of the text
        while (t < text.length()) {
            int next = behindOne(pattern, p, text.charAt(t));
            if (next != NO_MATCH) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                behindStar = ++p;
                starEnd = t;
            } else if (behindStar != NO_MATCH) {
                p = behindStar;
                t = ++starEnd;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** The place behind the part of the pattern that matches this one character. */
    private static int behindOne(String pattern, int p, char c) {
        if (p >= pattern.length()) {
            return NO_MATCH;
        }
        return switch (pattern.charAt(p)) {
            case '*' -> NO_MATCH;
            case '?' -> p + 1;
            case '[' -> behindSet(pattern, p + 1, c);
            case '\\' -> is(pattern, p + 1, c) ? p + 2 : NO_MATCH;
            default -> is(pattern, p, c) ? p + 1 : NO_MATCH;
        };
    }

    private static int behindSet(String pattern, int firstElement, char c) {
        int p = firstElement;
        while (p < pattern.length() && !is(pattern, p, ']')) {
            char from = pattern.charAt(p++);
            boolean held = from == c;
            if (is(pattern, p, '-')) {
                if (++p >= pattern.length()) {
                    return NO_MATCH;
                }
                char to = pattern.charAt(p++);
                held = from <= to ? from <= c && c <= to : to <= c && c <= from;
            }
            if (held) {
                int close = pattern.indexOf(']', p);
                return close < 0 ? pattern.length() : close + 1;
            }
        }
        return NO_MATCH;
    }

    private static boolean is(String text, int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }
}
