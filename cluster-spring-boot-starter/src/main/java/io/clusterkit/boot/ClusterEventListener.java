package io.clusterkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Takes events of other members.
 *
 * <p>Parameters, each optional, in any order: the payload as {@code String}, {@code byte[]} or
 * {@link io.clusterkit.packet.Payload Payload}; {@link io.clusterkit.member.Member Member}, the sender;
 * {@link io.clusterkit.Event Event}, all of it. Returns nothing.
 *
 * <p>Called on a handler thread; events of one sender one after another, in the order sent, those of different senders
 * side by side. May block, and may query any member. An exception is counted, and logged once per interval; other
 * listeners still get the event. The method must not be private.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface ClusterEventListener {
    /**
     * Only events sent on these channels; empty for all. Nothing is heard of a channel that the member is not on, see
     * the property {@code cluster.channels}.
     */
    long[] channels() default {};
}
