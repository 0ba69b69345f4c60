package io.clusterkit.boot.client;

import io.clusterkit.registry.Resolver;

/** How the words of an annotation are compared with those of a member. */
public enum WordMatch {
    /** They are equal. */
    EQUAL,
    /** They are patterns as of Tcl's {@code string match}; see {@link Resolver#match}. */
    GLOB,
    /** They are regular expressions; see {@link Resolver#regexp}. */
    REGEXP
}
