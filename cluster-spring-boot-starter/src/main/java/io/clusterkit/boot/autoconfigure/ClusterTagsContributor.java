package io.clusterkit.boot.autoconfigure;

import java.util.Collection;

/**
 * Adds tags to the auto-configured member. Beans of this type are asked in their order when the member is made, and must
 * not need it. A member's tags are changed later by {@code Cluster.tags(TagEdit)}.
 */
@FunctionalInterface
public interface ClusterTagsContributor {
    /** Words by which other members find this one; none is empty. */
    Collection<String> tags();
}
