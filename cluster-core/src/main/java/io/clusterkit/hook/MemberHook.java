package io.clusterkit.hook;

import io.clusterkit.member.Member;

/** User code that is told of a member's life. Called on a handler thread, in order; may block. */
@FunctionalInterface
public interface MemberHook {
    /**
     * Looks at the member.
     *
     * @throws Exception is logged once per interval and has no other effect
     */
    void apply(Member member, HookContext context) throws Exception;
}
