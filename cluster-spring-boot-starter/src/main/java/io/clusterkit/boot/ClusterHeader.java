package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * A parameter of a {@link QueryHandler} or {@link ClusterEventListener} method that is given a header of the query or
 * event, converted by the application's {@link io.clusterkit.boot.handler.HeaderConversions conversions}.
 *
 * <pre>{@code
 * @QueryHandler("quote")
 * Quote quote(QuoteRequest request, @ClusterHeader("tenant") String tenant) { … }
 * }</pre>
 *
 * <p>On a parameter of a {@link io.clusterkit.boot.client.ClusterQuery ClusterQuery} method the argument is sent as a
 * header, converted by the same.
 *
 * <p>On a {@code Map<String, String>} without a name: all headers, in the sender's order. Names of headers are compared
 * as they are. Members that do not know headers, originals among them, send none, and a multicast carries none.
 */
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterHeader {
    /** What {@link #defaultValue} says where there is none: characters that nobody would give. */
    String NO_DEFAULT = "\n\t\t\n\t\t\n\uE000\uE001\uE002\n\t\t\t\t\n";

    /** Alias for {@link #name}. */
    @AliasFor("name")
    String value() default "";

    /** Name of the header; by default that of the parameter. May hold placeholders. */
    @AliasFor("value")
    String name() default "";

    /**
     * Whether the query is answered by an error, or the event not taken, if there is no such header. If not, null is
     * given; also for {@code Optional}, which is then empty, and for parameters that are {@code @Nullable}.
     */
    boolean required() default true;

    /** What is given if there is no such header; then it is not required. May hold placeholders. */
    String defaultValue() default NO_DEFAULT;
}
