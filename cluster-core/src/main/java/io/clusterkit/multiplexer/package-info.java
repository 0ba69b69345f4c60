/**
 * One-to-many relay: what one client sends, all others receive, byte for byte. Knows nothing of the rest of the
 * library but its {@code runtime}.
 */
@NullMarked
package io.clusterkit.multiplexer;

import org.jspecify.annotations.NullMarked;
