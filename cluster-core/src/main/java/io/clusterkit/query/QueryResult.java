package io.clusterkit.query;

import java.util.List;
import java.util.Optional;

/**
 * How a query ended: one outcome for each member it asked, in the order they were asked.
 *
 * @param id the query's id on the wire
 * @param outcomes exactly one for each asked member; empty if no member was meant
 */
public record QueryResult(String id, List<QueryOutcome> outcomes) {
    public QueryResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether every asked member replied, be it with an answer or an error. */
    public boolean isComplete() {
        return outcomes.stream().allMatch(QueryOutcome::replied);
    }

    /** Those who answered, in the order they were asked. */
    public List<QueryOutcome> answers() {
        return outcomes.stream()
                .filter(outcome -> outcome.status() == QueryOutcome.Status.ANSWERED)
                .toList();
    }

    /** The first of {@link #answers()}. */
    public Optional<QueryOutcome> firstAnswer() {
        return answers().stream().findFirst();
    }
}
