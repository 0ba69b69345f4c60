/**
 * Auto-configuration of a cluster's member: properties, bean, life cycle.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
