package io.clusterkit.query;

/** Told of a query's course, on a handler thread, one call after another. May block. */
public interface QueryListener {
    /** One asked member has come to its end. Called once for each. */
    default void outcome(Query query, QueryOutcome outcome) {}

    /** All have come to their end. Called once, last. */
    default void done(Query query, QueryResult result) {}
}
