/**
 * Auto-configuration of what the actuator's endpoint {@code info} tells of a member.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.info;

import org.jspecify.annotations.NullMarked;
