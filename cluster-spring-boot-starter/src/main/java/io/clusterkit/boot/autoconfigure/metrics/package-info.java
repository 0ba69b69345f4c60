/**
 * Auto-configuration of a member's meters.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
