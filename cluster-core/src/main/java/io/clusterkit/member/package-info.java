/**
 * Who is in the cluster: identity, tags, and the immutable picture of a member. Values only.
 */
@NullMarked
package io.clusterkit.member;

import org.jspecify.annotations.NullMarked;
