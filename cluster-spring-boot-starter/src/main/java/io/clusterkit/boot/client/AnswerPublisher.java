package io.clusterkit.boot.client;

import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Asks anew for each subscriber. Thread-safe. */
final class AnswerPublisher<T> implements Flow.Publisher<Answer<T>> {
    private final Supplier<Query> queries;
    private final AnswerReader<T> reader;

    AnswerPublisher(Supplier<Query> queries, AnswerReader<T> reader) {
        this.queries = queries;
        this.reader = reader;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Answer<T>> subscriber) {
        Query query;
        try {
            query = queries.get();
        } catch (RuntimeException refused) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(refused);
            return;
        }
        query.subscribe(new Reading(query, subscriber));
    }

    private final class Reading implements Flow.Subscriber<QueryOutcome> {
        private final Query query;
        private final Flow.Subscriber<? super Answer<T>> subscriber;

        Reading(Query query, Flow.Subscriber<? super Answer<T>> subscriber) {
            this.query = query;
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription outcomes) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    outcomes.request(count);
                }

                @Override
                public void cancel() {
                    outcomes.cancel();
                    query.finish();
                }
            });
        }

        @Override
        public void onNext(QueryOutcome outcome) {
            subscriber.onNext(reader.read(outcome));
        }

        @Override
        public void onError(Throwable failure) {
            query.finish();
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
