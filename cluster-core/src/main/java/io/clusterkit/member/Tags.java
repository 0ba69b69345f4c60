package io.clusterkit.member;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member's tags: in order, without duplicates. Immutable. */
public final class Tags implements Iterable<String> {
    private static final Tags NONE = new Tags(List.of());

    private final List<String> values;

    /** A bit for each tag, of 64 by its hash: says of most other words at once that they are none. */
    private final long hashes;

    private Tags(List<String> values) {
        this.values = values;
        long bits = 0;
        for (String value : values) {
            bits |= bitOf(value);
        }
        this.hashes = bits;
    }

    private static long bitOf(String tag) {
        int hash = tag.hashCode();
        return 1L << (hash ^ hash >>> 6 ^ hash >>> 12);
    }

    public static Tags none() {
        return NONE;
    }

    /** These tags, each once, at its first place. */
    public static Tags of(String... tags) {
        return of(List.of(tags));
    }

    /** These tags, each once, at its first place. */
    public static Tags of(Collection<String> tags) {
        return tags.isEmpty() ? NONE : new Tags(List.copyOf(new LinkedHashSet<>(tags)));
    }

    public boolean contains(String tag) {
        return (hashes & bitOf(tag)) != 0 && values.contains(tag);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public int size() {
        return values.size();
    }

    /** An immutable list. */
    public List<String> asList() {
        return values;
    }

    @Override
    public Iterator<String> iterator() {
        return values.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tags that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
