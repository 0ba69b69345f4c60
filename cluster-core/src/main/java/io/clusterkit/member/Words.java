package io.clusterkit.member;

import java.util.List;

/** Words that a member must have all of, to be looked for in many members. Immutable. */
public final class Words {
    private final String[] words;

    /** A bit for each, as in {@link Tags}. */
    private final long hashes;

    private Words(String[] words) {
        this.words = words;
        long bits = 0;
        for (String word : words) {
            bits |= Tags.bitOf(word);
        }
        this.hashes = bits;
    }

    /** These words. */
    public static Words of(String... words) {
        return new Words(words.clone());
    }

    long hashes() {
        return hashes;
    }

    boolean areAllOf(Addressee addressee) {
        for (String word : words) {
            if (!addressee.answersTo(word)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return List.of(words).toString();
    }
}
