/**
 * A chat room for {@code nc}: a multiplexer with filters.
 */
@NullMarked
package io.clusterkit.sample.chat;

import org.jspecify.annotations.NullMarked;
