/**
 * Auto-configuration of the observations of queries and events.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
