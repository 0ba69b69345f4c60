/**
 * Events of the application context that tell of this member and of others.
 */
@NullMarked
package io.clusterkit.boot.event;

import org.jspecify.annotations.NullMarked;
