package io.clusterkit.boot.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Names of queries as values of a tag: the first so many are told apart, all others are one. A registry of meters keeps
 * a meter for each value it ever saw. Thread-safe.
 */
public final class BoundedNames {
    /** How many names are told apart by default. */
    public static final int DEFAULT_MAX = 100;

    /** The value for queries without a name. */
    public static final String NONE = "none";

    /** The value for all names beyond the bound. */
    public static final String OTHER = "other";

    private final int max;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * No names yet.
     *
     * @param max how many are told apart, at least 0
     */
    public BoundedNames(int max) {
        this.max = max;
    }

    /** The tag's value for a query of this name. */
    public String tag(@Nullable String name) {
        if (name == null) {
            return NONE;
        }
        if (known.contains(name)) {
            return name;
        }
        if (count.get() >= max) {
            return OTHER;
        }
        return add(name) ? name : OTHER;
    }

    private synchronized boolean add(String name) {
        if (known.contains(name)) {
            return true;
        }
        if (count.get() >= max) {
            return false;
        }
        known.add(name);
        count.incrementAndGet();
        return true;
    }
}
