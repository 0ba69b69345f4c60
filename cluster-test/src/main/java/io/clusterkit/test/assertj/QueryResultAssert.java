package io.clusterkit.test.assertj;

import io.clusterkit.Cluster;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** Assertions about how a query ended for the members that were asked. */
public final class QueryResultAssert extends AbstractAssert<QueryResultAssert, QueryResult> {
    QueryResultAssert(QueryResult actual) {
        super(actual, QueryResultAssert.class);
    }

    /** Every asked member replied, with an answer or an error. */
    public QueryResultAssert isComplete() {
        isNotNull();
        if (!actual.isComplete()) {
            failWithMessage("Expected every asked member to reply, but they did:%s", outcomes());
        }
        return this;
    }

    /** Some asked member did not reply. */
    public QueryResultAssert isPartial() {
        isNotNull();
        if (actual.isComplete()) {
            failWithMessage("Expected some member not to reply, but they did:%s", outcomes());
        }
        return this;
    }

    /** These texts and no others were answered, in any order. */
    public QueryResultAssert hasAnswers(String... texts) {
        answers().as("answers of:%s", outcomes()).containsExactlyInAnyOrder(texts);
        return this;
    }

    /** For this member it ended so. */
    public QueryResultAssert hasOutcome(Cluster member, QueryOutcome.Status status) {
        isNotNull();
        boolean has = actual.outcomes().stream()
                .anyMatch(each -> each.member().id().equals(member.id()) && each.status() == status);
        if (!has) {
            failWithMessage(
                    "Expected %s of %s, but the outcomes are:%s",
                    status, member.id().sid(), outcomes());
        }
        return this;
    }

    /** For the texts that were answered. */
    public ListAssert<String> answers() {
        isNotNull();
        List<String> texts = actual.answers().stream().map(QueryOutcome::text).toList();
        return Assertions.assertThat(texts);
    }

    private String outcomes() {
        return actual.outcomes().stream()
                .map(each -> "\n  " + each.member().sid() + " " + each.status() + " "
                        + (each.payload() == null ? each.error() : each.text()))
                .collect(Collectors.joining());
    }
}
