package io.clusterkit.boot.client;

import io.clusterkit.member.Member;
import io.clusterkit.registry.Resolver;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.core.annotation.AliasFor;

/**
 * A method of an interface that asks other members.
 *
 * <p>Parameters, each optional, in any order: the payload, of a type that the
 * {@link io.clusterkit.boot.handler.PayloadConverter PayloadConverter} can write, null for an empty one; who is asked,
 * instead of what the annotations say: {@link Resolver}, {@link Member}, or a {@code Collection<Member>}; the timeout, a
 * {@link Duration}, null for the one of the annotations; headers, with {@link io.clusterkit.boot.ClusterHeader ClusterHeader}.
 *
 * <p>{@code T} is what one member answers. Returns
 *
 * <ul>
 *   <li>{@code T}: the first good answer; the others are not waited for. {@link NoAnswerException} if there is none. Null if the
 *       answer is empty and the converter can't read that. The same for {@code Answer<T>}, with who answered; and for
 *       {@code void}.
 *   <li>{@code Optional<T>}, {@code Optional<Answer<T>>}: the same, empty instead of the exception.
 *   <li>{@code Answers<T>} or {@code List<Answer<T>>}: one for each member that was asked, be it answered or not.
 *   <li>{@code CompletableFuture} of all these: does not wait. Cancelling it ends the query.
 *   <li>With Reactor, {@code Mono} of all these; {@code Flux<Answer<T>>}: each as it comes; {@code Flux<T>}: the good ones,
 *       with {@code NoAnswerException} at the end if there was none. Each subscription asks anew; cancelling it ends the
 *       query. Also any other type that Spring's {@code ReactiveAdapterRegistry} knows.
 * </ul>
 *
 * <p>Blocks the caller's thread unless it returns one of the last two. Futures and subscribers are told on handler threads.
 * What this annotation says goes before what {@link ClusterClient} says; {@link #to}, {@link #some}, {@link #not} and
 * {@link #match} go together. Texts may have placeholders.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterQuery {
    /** Alias for {@link #name}. */
    @AliasFor("name")
    String value() default "";

    /** The query's name; empty for one without, which is all that originals know. */
    @AliasFor("value")
    String name() default "";

    /** Who is asked: members that have each of these words, which are tags, hid, sid, address, {@code localhost}. */
    String[] to() default {};

    /** And that have at least one of these words; unless it is empty. */
    String[] some() default {};

    /** And that have none of these words. */
    String[] not() default {};

    /** How words are compared. */
    WordMatch match() default WordMatch.EQUAL;

    /** How long to wait for answers, as {@code 2s} or {@code PT2S}, at least 1 ms; empty for the interface's. */
    String timeout() default "";

    /** The channel to ask on; the interface's if it is negative. */
    long channel() default -1;

    /** Only by these protocols, in this order; empty for the interface's. */
    String[] protocols() default {};

    /** Whether to ask all at once by one multicast if it fits a datagram. */
    boolean broadcast() default false;
}
