/**
 * Annotations by which methods of beans become part of a cluster's member.
 */
@NullMarked
package io.clusterkit.boot;

import org.jspecify.annotations.NullMarked;
