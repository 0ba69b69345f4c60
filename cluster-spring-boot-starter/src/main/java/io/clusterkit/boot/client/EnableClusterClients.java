package io.clusterkit.boot.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Says where {@link ClusterClient} interfaces are; without it they are searched for in the application's packages.
 * Searches the package of the annotated class if it names neither packages nor clients.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(EnabledClusterClientsRegistrar.class)
public @interface EnableClusterClients {
    /** Alias for {@link #basePackages}. */
    @AliasFor("basePackages")
    String[] value() default {};

    /** Packages to search, with those below. Placeholders are replaced. */
    @AliasFor("value")
    String[] basePackages() default {};

    /** Classes whose packages are searched, with those below. */
    Class<?>[] basePackageClasses() default {};

    /** Interfaces that become beans, wherever they are. */
    Class<?>[] clients() default {};
}
