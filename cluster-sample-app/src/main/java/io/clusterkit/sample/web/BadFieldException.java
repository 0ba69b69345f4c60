package io.clusterkit.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A field of the request can't be used; answered with 400, the field's name and the remedy. */
final class BadFieldException extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    /** @param complaint what is wrong and what would be right, after the field's name */
    BadFieldException(String field, String complaint) {
        super(HttpStatus.BAD_REQUEST, problem(field, complaint), null);
    }

    static ProblemDetail problem(String field, String complaint) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, field + " " + complaint);
        problem.setProperty("field", field);
        return problem;
    }
}
