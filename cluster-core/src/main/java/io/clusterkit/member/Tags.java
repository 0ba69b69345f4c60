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
    private final String[] array;

    /** A bit for each tag, of 64 by its hash: says of most other words at once that they are none. */
    private final long hashes;

    /** The same, with those of the member's other words, if these are a member's. */
    private final long memberHashes;

    private Tags(List<String> values) {
        this.values = values;
        this.array = values.toArray(new String[0]);
        long bits = 0;
        for (String value : values) {
            bits |= bitOf(value);
        }
        this.hashes = bits;
        this.memberHashes = bits;
    }

    private Tags(Tags tags, long memberHashes) {
        this.values = tags.values;
        this.array = tags.array;
        this.hashes = tags.hashes;
        this.memberHashes = memberHashes;
    }

    static long bitOf(String word) {
        int hash = word.hashCode();
        return 1L << (hash ^ hash >>> 6 ^ hash >>> 12);
    }

    /** These tags as the tags of a member that is found by these words, too. */
    Tags ofMember(String sid, String hid, String address, boolean local) {
        long all = hashes | bitOf(sid) | bitOf(hid) | bitOf(address) | (local ? bitOf(Member.LOCALHOST) : 0);
        return all == memberHashes ? this : new Tags(this, all);
    }

    /** False if the member whose tags these are is certainly not found by this word. */
    boolean mayMeanMember(String word) {
        return (memberHashes & bitOf(word)) != 0;
    }

    /** False if the member whose tags these are certainly lacks one of these words. */
    boolean mayMeanMember(Words all) {
        return (all.hashes() & ~memberHashes) == 0;
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
        if ((hashes & bitOf(tag)) == 0) {
            return false;
        }
        // Not List.contains, which compares objects of any class.
        int hash = tag.hashCode();
        for (String value : array) {
            if (value.hashCode() == hash && value.equals(tag)) {
                return true;
            }
        }
        return false;
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
