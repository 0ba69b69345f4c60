/**
 * What a way of reaching members must do: the SPI of protocols. One is enough to be a member: {@code c}, by which
 * members find each other; the others carry what is said between two.
 */
@NullMarked
package io.clusterkit.protocol;

import org.jspecify.annotations.NullMarked;
