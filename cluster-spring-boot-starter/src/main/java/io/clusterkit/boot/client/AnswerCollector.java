package io.clusterkit.boot.client;

import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** Reads the outcomes of one query as they come, one call after another on handler threads. */
final class AnswerCollector<T> implements Flow.Subscriber<QueryOutcome> {
    private final Query query;
    private final AnswerReader<T> reader;
    private final Target<T> target;
    private final List<Answer<T>> answers = new ArrayList<>();
    private boolean enough;

    AnswerCollector(Query query, AnswerReader<T> reader, Target<T> target) {
        this.query = query;
        this.reader = reader;
        this.target = target;
    }

    /** What the answers are for. */
    interface Target<T> {
        /** Whether no more are wanted after this one. */
        boolean isEnough(Answer<T> answer);

        /** This one was enough; the query has ended. */
        void enough(Answer<T> answer);

        /** There are no more, and none was enough. */
        void end(Answers<T> all);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(QueryOutcome outcome) {
        if (!enough) {
            Answer<T> answer = reader.read(outcome);
            answers.add(answer);
            enough = target.isEnough(answer);
            if (enough) {
                query.finish();
                target.enough(answer);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError("outcomes come without errors", failure);
    }

    @Override
    public void onComplete() {
        if (!enough) {
            target.end(AnswerReader.inOrder(query, answers));
        }
    }
}
