package io.clusterkit.codec;

/**
 * Quotes one word of a list exactly as Tcl 8.6 does: as it is if it can be, in braces if it must be quoted and braces
 * can hold it, else with backslashes.
 */
final class TclQuoting {
    private enum Style {
        /** As it is. */
        BARE,
        /** Between braces, otherwise as it is. */
        BRACES,
        /** A backslash before whatever is special. */
        BACKSLASHES,
        /** The same, but braces, which balance, stay as they are. */
        BACKSLASHES_EXCEPT_BRACES
    }

    private TclQuoting() {}

    /** Appends the word; the first one of a list must not look like a comment. */
    static void append(String word, boolean first, StringBuilder to) {
        boolean comment = first && word.startsWith("#");
        switch (style(word, comment)) {
            case BARE -> to.append(word);
            case BRACES -> to.append('{').append(word).append('}');
            case BACKSLASHES -> appendEscaped(word, comment, true, to);
            case BACKSLASHES_EXCEPT_BRACES -> appendEscaped(word, comment, false, to);
        }
    }

    private static Style style(String word, boolean comment) {
        if (word.isEmpty()) {
            return Style.BRACES;
        }
        char firstChar = word.charAt(0);
        // Each of these characters must be quoted. Of the two ways to do that Tcl takes backslashes if only "]" and
        // inner quotes ask for it, braces else.
        boolean asksForBraces = firstChar == '{' || firstChar == '"' || comment;
        boolean asksForBackslashes = false;
        int depth = 0;
        for (int i = 0, n = word.length(); i < n; i++) {
            char c = word.charAt(i);
            switch (c) {
                case '{' -> depth++;
                case '}' -> {
                    if (--depth < 0) {
                        return Style.BACKSLASHES;
                    }
                }
                case ']', '"' -> asksForBackslashes = true;
                case '[', '$', ';' -> asksForBraces = true;
                case '\\' -> {
                    if (i + 1 == n || word.charAt(i + 1) == '\n') {
                        // Would reach beyond the closing brace, or be taken for a continued line.
                        return Style.BACKSLASHES;
                    }
                    asksForBraces = true;
                    if (isEscapable(word.charAt(i + 1))) {
                        i++;
                    }
                }
                default -> asksForBraces |= TclWords.isSpace(c);
            }
        }
        if (depth != 0) {
            return Style.BACKSLASHES;
        }
        if (asksForBraces) {
            return Style.BRACES;
        }
        return asksForBackslashes ? Style.BACKSLASHES_EXCEPT_BRACES : Style.BARE;
    }

    /** What within braces does not count if a backslash stands before it. */
    private static boolean isEscapable(char c) {
        return c == '{' || c == '}' || c == '\\';
    }

    private static void appendEscaped(String word, boolean comment, boolean braces, StringBuilder to) {
        if (comment) {
            to.append('\\');
        }
        for (int i = 0, n = word.length(); i < n; i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\u000B' -> to.append("\\v");
                case '\f' -> to.append("\\f");
                case '\r' -> to.append("\\r");
                case '[', ']', '$', ';', ' ', '\\', '"' -> to.append('\\').append(c);
                case '{', '}' -> {
                    if (braces) {
                        to.append('\\');
                    }
                    to.append(c);
                }
                default -> to.append(c);
            }
        }
    }
}
