package io.clusterkit.boot.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * An interface whose {@link ClusterQuery} methods ask other members. It becomes a bean if it is in a package that is
 * searched: those of the application, or those of {@link EnableClusterClients}.
 *
 * <pre>{@code
 * @ClusterClient("quotes")
 * interface Quotes {
 *     @ClusterQuery("quote")
 *     Quote quote(String symbol);
 * }
 * }</pre>
 *
 * <p>What it says holds for all methods that do not say it themselves. Texts may have placeholders,
 * {@code ${quotes.tag}}. An interface with {@code ClusterQuery} methods becomes a bean without this annotation, too,
 * unless it has type parameters or another such interface extends it.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterClient {
    /** Alias for {@link #to}. */
    @AliasFor("to")
    String[] value() default {};

    /** Who is asked: members that have each of these words, which are tags, hid, sid, address, {@code localhost}. */
    @AliasFor("value")
    String[] to() default {};

    /** And that have at least one of these words; unless it is empty. */
    String[] some() default {};

    /** And that have none of these words. */
    String[] not() default {};

    /** How words are compared. */
    WordMatch match() default WordMatch.EQUAL;

    /** How long to wait for answers, as {@code 2s} or {@code PT2S}, at least 1 ms; empty for {@code cluster.query.timeout}. */
    String timeout() default "";

    /** The channel to ask on; 0, heard by all, if it is negative. */
    long channel() default -1;

    /** Only by these protocols, in this order; empty for all. */
    String[] protocols() default {};

    /** Whether to ask all at once by one multicast if it fits a datagram. */
    boolean broadcast() default false;

    /** The bean's name; empty for the interface's own, with a small first letter. */
    String beanName() default "";
}
