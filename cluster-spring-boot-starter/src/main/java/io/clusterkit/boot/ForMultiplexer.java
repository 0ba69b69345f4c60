package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which multiplexers a bean filters, by their names in {@code cluster.multiplexers}; without it the bean filters
 * all of them. On the class of a filter bean or on its {@code @Bean} method.
 *
 * <pre>{@code
 * @Bean
 * @Order(1)
 * @ForMultiplexer("chat")
 * MultiplexerFilter shout() { … }
 * }</pre>
 *
 * <p>A name that no multiplexer of the application has ends the start.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface ForMultiplexer {
    /** Names of multiplexers. */
    String[] value();
}
