package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.QueryRequest;
import io.clusterkit.Registration;
import io.clusterkit.boot.QueryContext;
import io.clusterkit.boot.QueryError;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.MergedAnnotation;

/** A method that answers queries. */
final class QueryHandlerMethod implements ClusterMethodBinding {
    private static final Logger log = LoggerFactory.getLogger(QueryHandlerMethod.class);

    private final ClusterMethod method;
    private final String name;
    private final Arguments<QueryRequest> arguments;
    private final Answer answer;
    private final QueryErrors errors;
    private final MergedAnnotation<QueryError> error;

    QueryHandlerMethod(
            ClusterMethod method,
            MergedAnnotation<QueryHandler> annotation,
            PayloadConverter converter,
            QueryErrors errors) {
        this.method = method;
        this.errors = errors;
        this.error = method.annotations().get(QueryError.class);
        this.name = method.resolve(annotation.getString("name"));
        if (!name.isEmpty() && name.isBlank()) {
            throw method.invalid(
                    "its query's name is blank",
                    "Give it a name, or use @QueryHandler without one to answer queries without a name.");
        }
        this.arguments = new Arguments.Binder<QueryRequest>()
                .givePayload(converter, QueryRequest::payload)
                .giveHeaders(QueryRequest::headers)
                .give(Member.class, QueryRequest::from)
                .give(QueryRequest.class, request -> request)
                .give(QueryContext.class, QueryContext::of)
                .bind(method);
        this.answer = Answer.of(method, converter);
    }

    ClusterMethod method() {
        return method;
    }

    /** The query's name, empty for queries without one. */
    String name() {
        return name;
    }

    @Override
    public Registration addTo(Cluster cluster) {
        try {
            return name.isEmpty() ? cluster.onQueryAsync(this::answer) : cluster.onQueryAsync(name, this::answer);
        } catch (IllegalStateException taken) {
            throw answeredAlready("code that was given to the Cluster");
        }
    }

    InvalidClusterMethodException answeredAlready(String by) {
        String queries = name.isEmpty() ? "queries without a name are" : "query \"" + name + "\" is";
        return method.invalid(queries + " answered already, by " + by, "Give one of them another name, or remove it.");
    }

    private CompletionStage<Payload> answer(QueryRequest request) {
        CompletionStage<Payload> later;
        try {
            later = answer.from(method.invoke(arguments.of(request)));
        } catch (Exception failure) {
            return failed(failure, request);
        } catch (Error failure) {
            // The asker is to know at once, and somebody here too: it is more than a query that failed.
            log.error("{} failed", method, failure);
            return failed(failure, request);
        }
        return later.exceptionallyCompose(failure -> failed(failure, request));
    }

    private CompletionStage<Payload> failed(Throwable failure, QueryRequest request) {
        return CompletableFuture.failedStage(errors.told(failure, request, error));
    }
}
