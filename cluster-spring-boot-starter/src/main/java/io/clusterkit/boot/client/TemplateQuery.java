package io.clusterkit.boot.client;

import io.clusterkit.ClusterException;
import io.clusterkit.QueryCall;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** A query of a {@link ClusterTemplate}. */
final class TemplateQuery extends TemplateCall<ClusterOperations.QuerySpec> implements ClusterOperations.QuerySpec {
    private final @Nullable String name;
    private final Supplier<QueryCall> calls;
    private @Nullable Duration timeout;
    private boolean broadcast;

    TemplateQuery(@Nullable String name, Supplier<QueryCall> calls, PayloadConverter converter) {
        super(converter);
        this.name = name;
        this.calls = calls;
    }

    @Override
    ClusterOperations.QuerySpec self() {
        return this;
    }

    @Override
    public ClusterOperations.QuerySpec timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    @Override
    public ClusterOperations.QuerySpec broadcast() {
        this.broadcast = true;
        return this;
    }

    @Override
    public <T> Answer<T> firstAnswer(ParameterizedTypeReference<T> type) {
        AnswerReader<T> reader = new AnswerReader<>(converter, type);
        List<Answer<T>> answers = new ArrayList<>();
        Query query = ask();
        try {
            boolean answered = query.awaitFirst(outcome -> {
                        Answer<T> answer = reader.read(outcome);
                        answers.add(answer);
                        return answer.isAnswered();
                    })
                    .isPresent();
            if (answered) {
                return answers.get(answers.size() - 1);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            query.finish();
        }
        throw new NoAnswerException(name, AnswerReader.inOrder(query, answers));
    }

    @Override
    public <T> Answers<T> all(ParameterizedTypeReference<T> type) {
        AnswerReader<T> reader = new AnswerReader<>(converter, type);
        Query query = ask();
        try {
            return new Answers<>(
                    query.await().outcomes().stream().map(reader::read).toList());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            query.finish();
        }
    }

    @Override
    public <T> CompletableFuture<Answer<T>> firstAsync(ParameterizedTypeReference<T> type) {
        CompletableFuture<Answer<T>> first = new CompletableFuture<>();
        collect(type, first, new AnswerCollector.Target<T>() {
            @Override
            public boolean isEnough(Answer<T> answer) {
                return answer.isAnswered();
            }

            @Override
            public void enough(Answer<T> answer) {
                first.complete(answer);
            }

            @Override
            public void end(Answers<T> all) {
                first.completeExceptionally(new NoAnswerException(name, all));
            }
        });
        return first;
    }

    @Override
    public <T> CompletableFuture<Answers<T>> allAsync(ParameterizedTypeReference<T> type) {
        CompletableFuture<Answers<T>> all = new CompletableFuture<>();
        collect(type, all, new AnswerCollector.Target<T>() {
            @Override
            public boolean isEnough(Answer<T> answer) {
                return false;
            }

            @Override
            public void enough(Answer<T> answer) {
                throw new AssertionError("all are wanted");
            }

            @Override
            public void end(Answers<T> answers) {
                all.complete(answers);
            }
        });
        return all;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of the one that ends the query
    private <T> void collect(
            ParameterizedTypeReference<T> type, CompletableFuture<?> result, AnswerCollector.Target<T> target) {
        Query query;
        try {
            query = ask();
        } catch (RuntimeException refused) {
            result.completeExceptionally(refused);
            return;
        }
        query.subscribe(new AnswerCollector<>(query, new AnswerReader<>(converter, type), target));
        result.whenComplete((value, failure) -> query.finish()); // it may have been cancelled
    }

    @Override
    public <T> Flow.Publisher<Answer<T>> publisher(ParameterizedTypeReference<T> type) {
        return new AnswerPublisher<>(this::ask, new AnswerReader<>(converter, type));
    }

    private Query ask() {
        QueryCall call = calls.get().to(members).data(payload).headers(headers);
        if (resolver != null) {
            call.to(resolver);
        }
        if (timeout != null) {
            call.timeout(timeout);
        }
        if (channel != null) {
            call.channel(channel);
        }
        if (protocols != null) {
            call.protocols(protocols);
        }
        if (id != null) {
            call.id(id);
        }
        if (broadcast) {
            call.broadcast();
        }
        return call.ask();
    }

    private ClusterException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ClusterException(
                "interrupted while waiting for answers to "
                        + (name == null ? "a query without a name" : "query \"" + name + "\""),
                interrupted);
    }
}
