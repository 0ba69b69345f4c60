/**
 * A member of a cluster, as an application sees it. Start at {@link io.clusterkit.Cluster}.
 */
@NullMarked
package io.clusterkit;

import org.jspecify.annotations.NullMarked;
