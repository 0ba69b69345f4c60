package io.clusterkit.boot;

import io.clusterkit.hook.HookPoint;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Steps in at a point of a packet's way or of a member's life.
 *
 * <p>Parameters, each optional, in any order: {@link io.clusterkit.packet.Packet Packet}, at the points that have one;
 * {@link io.clusterkit.hook.HookContext HookContext}; {@link io.clusterkit.member.Member Member}, the other side, or
 * null where it is not known or the packet is for all.
 *
 * <p>At the points of a packet the method returns the {@code Packet} to go on with, or nothing to leave it as it is;
 * it throws to stop the packet, a {@link io.clusterkit.hook.CancelPacketException CancelPacketException} to do so
 * without a line in the log. At the points of a member it returns nothing, and an exception is logged once per
 * interval.
 *
 * <p>Called on a handler thread for packets that come in and for members, on the sender's thread for packets that go
 * out. The method must not be private.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface ClusterHook {
    /** Where to step in. */
    HookPoint point();

    /** Only for packets on these channels; empty for all. */
    long[] channels() default {};

    /**
     * Only for packets by these protocols, at points where the protocol is settled (see
     * {@link HookPoint#isProtocolSettled}); empty for all. May hold placeholders.
     */
    String[] protocols() default {};

    /** Hooks of lower order run first. */
    int order() default 0;
}
