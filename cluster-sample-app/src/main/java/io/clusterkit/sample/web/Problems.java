package io.clusterkit.sample.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;

/** Says in a {@link ProblemDetail} what is wrong with a request and what would be right. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handleExceptionInternal(failure, problem(failure.getCause()), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        failure.getBody().setDetail("the body must be JSON; send it with Content-Type: application/json");
        return super.handleHttpMediaTypeNotSupported(failure, headers, status, request);
    }

    /** Between leaving the cluster and closing the web server; or somebody who is not in the chat room any more. */
    @ExceptionHandler
    ProblemDetail notInside(IllegalStateException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
    }

    private static ProblemDetail problem(@Nullable Throwable cause) {
        if (!(cause instanceof JacksonException json)) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the body could not be read");
        }
        boolean isJson = json instanceof DatabindException || json instanceof InputCoercionException;
        String field = json.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(name -> name != null)
                .findFirst()
                .orElse(null);
        if (isJson && field != null) {
            return BadFieldException.problem(field, remedy(field));
        }
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "the body is " + (isJson ? "JSON of another kind" : "not JSON")
                        + "; send an object such as {\"data\":\"hello\"}");
    }

    private static String remedy(String field) {
        return switch (field) {
            case "to" -> "must be an array of words, such as [\"quotes\"]; leave it out for all other members";
            case "channel" -> "must be a whole number from 0 up, such as 0";
            case "broadcast" -> "must be true or false";
            default -> "must be text";
        };
    }
}
