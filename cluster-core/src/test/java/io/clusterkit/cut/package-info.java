/** Protocols that are cut while members talk. */
@NullMarked
package io.clusterkit.cut;

import org.jspecify.annotations.NullMarked;
