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
 * <p>Parameters, each optional, in any order: the payload as {@code String}, {@code byte[]},
 * {@link io.clusterkit.packet.Payload Payload} or any type that the {@link io.clusterkit.boot.handler.PayloadConverter
 * PayloadConverter} can read, or an {@code Optional} of these; {@link io.clusterkit.member.Member Member}, the sender;
 * headers by {@link ClusterHeader}; {@link io.clusterkit.Event Event}, all of it. Returns nothing. A payload or header
 * that is not of the wanted type is treated as an exception.
 *
 * <p>Called on a handler thread; events of one sender one after another, in the order sent, those of different senders
 * side by side. May block, and may query any member. An exception is counted, and logged once per interval; other
 * listeners still get the event. Listeners are called in the order that {@link org.springframework.core.annotation.Order
 * Order} on the methods gives them. The method must not be private.
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

    /**
     * Only events of members that have each of these tags; empty for all. {@code *} stands for any characters. May hold
     * placeholders.
     */
    String[] tags() default {};
}
