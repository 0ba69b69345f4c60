package io.clusterkit.codec;

import org.jspecify.annotations.Nullable;

/** Reads the words of a Tcl list one after the other. */
final class TclWords {
    private static final int OCTAL_DIGITS = 3;

    /** Tcl takes no more digits of {@code \U} than keep it within Unicode. */
    private static final int MAX_BEFORE_LAST_DIGIT = Character.MAX_CODE_POINT >> 4;

    private final String text;
    private final int end;
    private int at;

    TclWords(String text) {
        this.text = text;
        this.end = text.length();
    }

    /** What separates words. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /**
     * The next word, or null if there is none.
     *
     * @throws TclFormatException if what comes is no word
     */
    @Nullable
    String next() {
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
        if (at == end) {
            return null;
        }
        return switch (text.charAt(at)) {
            case '{' -> braced();
            case '"' -> quoted();
            default -> bare();
        };
    }

    /** Literal up to the brace that balances the first; a backslash only keeps the next character from counting. */
    private String braced() {
        int open = at;
        int depth = 1;
        for (int i = open + 1; i < end; i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> {
                    if (--depth == 0) {
                        at = i + 1;
                        requireSpaceAfter("braces");
                        return text.substring(open + 1, i);
                    }
                }
                default -> {
                    // part of the word
                }
            }
        }
        throw new TclFormatException("a brace is not closed", open);
    }

    private String quoted() {
        int open = at++;
        String word = substituted(true);
        if (at == end) {
            throw new TclFormatException("a quote is not closed", open);
        }
        at++;
        requireSpaceAfter("quotes");
        return word;
    }

    private String bare() {
        return substituted(false);
    }

    /** The text up to the end of the word, with what backslashes stand for; leaves {@code at} at what ends it. */
    private String substituted(boolean quoted) {
        @Nullable StringBuilder word = null;
        int copied = at;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '\\') {
                if (word == null) {
                    word = new StringBuilder();
                }
                word.append(text, copied, at++);
                backslash(word);
                copied = at;
            } else if (quoted ? c == '"' : isSpace(c)) {
                break;
            } else {
                at++;
            }
        }
        return word == null
                ? text.substring(copied, at)
                : word.append(text, copied, at).toString();
    }

    /** Appends what a backslash and the characters from {@code at} on stand for, and passes over these. */
    private void backslash(StringBuilder word) {
        if (at == end) {
            word.append('\\');
            return;
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'a' -> word.append('\u0007');
            case 'b' -> word.append('\b');
            case 'f' -> word.append('\f');
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 't' -> word.append('\t');
            case 'v' -> word.append('\u000B');
            case 'x' -> hex(c, 2, word);
            case 'u' -> hex(c, 4, word);
            case 'U' -> hex(c, 8, word);
            case '\n' -> {
                word.append(' ');
                while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                    at++;
                }
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c, word);
            default -> word.append(c);
        }
    }

    private void hex(char letter, int maxDigits, StringBuilder word) {
        int first = at;
        int value = 0;
        while (at < end && at - first < maxDigits && value <= MAX_BEFORE_LAST_DIGIT) {
            int digit = asciiDigit(text.charAt(at), 16);
            if (digit < 0) {
                break;
            }
            value = (value << 4) | digit;
            at++;
        }
        if (at == first) {
            word.append(letter);
        } else {
            word.appendCodePoint(value);
        }
    }

    private void octal(char firstDigit, StringBuilder word) {
        int value = firstDigit - '0';
        // The third digit is taken only if the value stays within a byte.
        for (int digits = 1; digits < OCTAL_DIGITS && at < end && value < 0x20; digits++) {
            int digit = asciiDigit(text.charAt(at), 8);
            if (digit < 0) {
                break;
            }
            value = (value << 3) | digit;
            at++;
        }
        word.append((char) value);
    }

    /** Unlike {@link Character#digit(char, int)} this knows no digits of other scripts. */
    private static int asciiDigit(char c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }

    private void requireSpaceAfter(String what) {
        if (at < end && !isSpace(text.charAt(at))) {
            throw new TclFormatException("a word in " + what + " is not followed by a space", at);
        }
    }
}
