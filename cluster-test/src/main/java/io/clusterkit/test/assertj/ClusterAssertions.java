package io.clusterkit.test.assertj;

import io.clusterkit.query.QueryResult;

/** Entry point, to be imported statically beside AssertJ's own. */
public final class ClusterAssertions {
    private ClusterAssertions() {}

    /** Assertions about how a query ended. */
    public static QueryResultAssert assertThat(QueryResult actual) {
        return new QueryResultAssert(actual);
    }
}
