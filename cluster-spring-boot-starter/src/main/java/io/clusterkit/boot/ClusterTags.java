package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tags that this application's member has because of a bean, say of the one that answers a query: on the bean's class, a
 * type above it, or its {@code @Bean} method. The bean is not made for it. Placeholders ({@code ${…}}) are resolved.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterTags {
    /** Words by which other members find this one. */
    String[] value();
}
