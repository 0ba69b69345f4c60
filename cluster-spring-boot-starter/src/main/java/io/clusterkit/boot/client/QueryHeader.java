package io.clusterkit.boot.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a {@link ClusterQuery} method that is a header: any value, as its {@code toString} says, null for no such
 * header; or, without a name, a {@code Map<String, String>} of headers. Headers reach members that understand them; see
 * {@link io.clusterkit.QueryCall#headers}.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface QueryHeader {
    /** The header's name; empty for a map of headers. */
    String value() default "";
}
