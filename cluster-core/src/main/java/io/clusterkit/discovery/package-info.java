/**
 * The beacon: how members find each other, stay known, and leave.
 */
@NullMarked
package io.clusterkit.discovery;

import org.jspecify.annotations.NullMarked;
