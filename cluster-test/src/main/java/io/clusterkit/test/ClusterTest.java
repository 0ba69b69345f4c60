package io.clusterkit.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The application's member joins a network in memory that only its test context has: no socket, no multicast, no port.
 * The context gets the bean {@link TestCluster}, by which a test makes further members. Stands beside
 * {@code @SpringBootTest}, or whatever else makes the context.
 *
 * <pre>{@code
 * @SpringBootTest
 * @ClusterTest
 * class DeskTest {
 *     @Test
 *     void asksQuotes(@Autowired Cluster desk, @Autowired TestCluster network) throws InterruptedException {
 *         network.join("quotes", options -> options.onQuery("quote", query -> Payload.of("42")));
 *         network.awaitMembers(2);
 *         assertThat(desk.query("quote").ask().await().isComplete()).isTrue();
 *     }
 * }
 * }</pre>
 *
 * <p>After each test the members leave that it joined, and faults end. Test classes with the same configuration share a
 * context, as always, and with it the network; a seed of its own gives a class a context of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface ClusterTest {
    /** How time goes by for all members. */
    ClusterTime time() default ClusterTime.REAL;

    /** Decides the network's troubles; on stepped time all that chance decides. */
    long seed() default 1;
}
