/**
 * From a packet and a member to bytes on the best protocol: choice, fallback, failure report.
 */
@NullMarked
package io.clusterkit.routing;

import org.jspecify.annotations.NullMarked;
