package io.clusterkit.discovery;

import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;

/** Told of members on the control loop; must not block and must not run user code. */
public interface MembershipListener {
    /** A member is known, with its tags and properties, or a second has passed without them. */
    void discovered(Member member);

    void tagsChanged(Member member, Tags before);

    /** A member said that it is about to leave and takes no new work. */
    default void draining(Member member) {}

    /** A member is gone: its state says whether it left or was lost. Called for each member that was discovered. */
    void gone(Member member, String why);
}
