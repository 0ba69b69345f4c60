package io.clusterkit.boot.handler;

/** How much of an exception an asker is told. The stack trace is never told. */
public enum ErrorDetails {
    /** Its message; its type if it has none. */
    MESSAGE,
    /** The name of its type, without the package. */
    TYPE,
    /** That the query failed. */
    NONE
}
