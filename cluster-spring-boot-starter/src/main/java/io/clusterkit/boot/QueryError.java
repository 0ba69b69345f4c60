package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * What the asker is told when a query fails: on a class of exceptions, for queries that fail with one; on a
 * {@link QueryHandler} method, for all other failures of it.
 *
 * <pre>{@code
 * @QueryError(code = "unknown-symbol")
 * class UnknownSymbolException extends RuntimeException { … } // told: "unknown-symbol: " and its message
 * }</pre>
 *
 * <p>The stack trace is never told. Without this annotation the property {@code cluster.query.error-details} says what is.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface QueryError {
    /** Alias for {@link #message}. */
    @AliasFor("message")
    String value() default "";

    /** What is told instead of what {@code cluster.query.error-details} lets be told of the exception. */
    @AliasFor("value")
    String message() default "";

    /** A word by which programs know the error; told first, with a colon behind it. */
    String code() default "";
}
