/**
 * Auto-configuration for events of the application context.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
