/**
 * Auto-configuration of the health component {@code cluster}.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
