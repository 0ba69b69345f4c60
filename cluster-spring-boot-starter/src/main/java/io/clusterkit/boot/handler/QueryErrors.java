package io.clusterkit.boot.handler;

import io.clusterkit.QueryRequest;
import io.clusterkit.boot.QueryError;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * What askers are told of failures: by a {@link QueryErrorMapper}, else by {@link QueryError} on the exception, else, if
 * the query itself is at fault, what is wrong with it, else by {@link QueryError} on the method, else as much as {@link
 * ErrorDetails} lets through. Immutable.
 */
public final class QueryErrors {
    private static final Logger log = LoggerFactory.getLogger(QueryErrors.class);

    private static final String NOTHING = "the query failed";

    private final ErrorDetails details;
    private final List<QueryErrorMapper> mappers;

    /**
     * Rules for what is told.
     *
     * @param mappers asked in this order
     */
    public QueryErrors(ErrorDetails details, List<QueryErrorMapper> mappers) {
        this.details = details;
        this.mappers = List.copyOf(mappers);
    }

    /** A failure whose message is what the asker is to be told. */
    Throwable told(Throwable failure, QueryRequest request, MergedAnnotation<QueryError> onMethod) {
        Throwable cause = unwrap(failure);
        return new ToldFailure(text(cause, request, onMethod), cause);
    }

    private String text(Throwable cause, QueryRequest request, MergedAnnotation<QueryError> onMethod) {
        String mapped = mapped(cause, request);
        if (mapped != null) {
            return mapped;
        }
        MergedAnnotation<QueryError> onClass = MergedAnnotations.from(cause.getClass(), SearchStrategy.TYPE_HIERARCHY)
                .get(QueryError.class);
        if (onClass.isPresent()) {
            return annotated(onClass, cause);
        }
        if (cause instanceof InvalidPayloadException || cause instanceof InvalidHeaderException) {
            return detailed(cause, ErrorDetails.MESSAGE);
        }
        return onMethod.isPresent() ? annotated(onMethod, cause) : detailed(cause, details);
    }

    private @Nullable String mapped(Throwable cause, QueryRequest request) {
        for (QueryErrorMapper mapper : mappers) {
            try {
                String text = mapper.map(cause, request);
                if (text != null) {
                    return text;
                }
            } catch (RuntimeException failure) {
                log.warn("{} failed, so the asker is told nothing of {}", mapper, cause, failure);
                return NOTHING;
            }
        }
        return null;
    }

    private String annotated(MergedAnnotation<QueryError> annotation, Throwable cause) {
        String code = annotation.getString("code");
        String message = annotation.getString("message");
        if (message.isEmpty()) {
            if (!code.isEmpty() && details == ErrorDetails.NONE) {
                return code;
            }
            message = detailed(cause, details);
        }
        return code.isEmpty() ? message : code + ": " + message;
    }

    private static String detailed(Throwable cause, ErrorDetails details) {
        if (cause instanceof BeansException) {
            return "the handler is not available"; // its message would tell how the application is built
        }
        String message = cause.getMessage();
        return switch (details) {
            case MESSAGE ->
                message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
            case TYPE -> cause.getClass().getSimpleName();
            case NONE -> NOTHING;
        };
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable current = failure;
        while ((current instanceof CompletionException
                        || current instanceof ExecutionException
                        || current instanceof UndeclaredThrowableException)
                && current.getCause() != null) {
            current = current.getCause();
        }
        return current;
    }
}
