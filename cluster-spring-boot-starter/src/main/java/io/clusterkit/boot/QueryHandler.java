package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Answers queries of other members.
 *
 * <pre>{@code
 * @QueryHandler("quote")
 * String quote(String symbol, Member from) { … }
 * }</pre>
 *
 * <p>Parameters, each optional, in any order: the payload as {@code String}, {@code byte[]},
 * {@link io.clusterkit.packet.Payload Payload} or any type that the {@link io.clusterkit.boot.handler.PayloadConverter
 * PayloadConverter} can read (by Jackson if it is there), or an {@code Optional} of these;
 * {@link io.clusterkit.member.Member Member}, who asks; headers by {@link ClusterHeader}; {@link QueryContext}, all but the
 * payload; {@link io.clusterkit.QueryRequest QueryRequest}, all of it.
 *
 * <p>Returns the answer: {@code String}, {@code byte[]}, {@code Payload}, any type that the converter can write, or nothing
 * for an empty one; an {@code Optional} of these, empty for an empty answer; or a {@code CompletionStage} or {@code Mono}
 * of all these for a later one. The message of an exception becomes the error answer, unless {@link QueryError}, the
 * property {@code cluster.query.error-details} or a {@link io.clusterkit.boot.handler.QueryErrorMapper QueryErrorMapper}
 * says otherwise; its stack trace stays here.
 *
 * <p>Called on a handler thread, for many queries side by side. May block, and may query any member. The method must
 * not be private. For each name there is one handler, else the application does not start.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface QueryHandler {
    /** Alias for {@link #name}. */
    @AliasFor("name")
    String value() default "";

    /**
     * Name of the queries that are answered; empty for those without a name, which are all that originals ask. May hold
     * placeholders.
     */
    @AliasFor("value")
    String name() default "";
}
