/**
 * Auto-configuration of the actuator's endpoint {@code cluster}.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
