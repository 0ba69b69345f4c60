package io.clusterkit.member;

import java.util.List;

/** What can be meant by words: a member, or this member itself. */
public interface Addressee {
    Tags tags();

    /** The words that patterns are compared with. */
    List<String> words();

    /** Whether this very word means it; there may be more such words than {@link #words()} lists. */
    boolean answersTo(String word);

    /** Whether each of these very words means it. */
    default boolean answersToAll(Words words) {
        return words.areAllOf(this);
    }
}
