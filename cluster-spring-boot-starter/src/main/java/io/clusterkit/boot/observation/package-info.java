/**
 * Observations of queries and events: contexts, conventions and what they are called.
 */
@NullMarked
package io.clusterkit.boot.observation;

import org.jspecify.annotations.NullMarked;
