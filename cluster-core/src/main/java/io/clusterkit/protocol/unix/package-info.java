/**
 * Protocol {@code u}: frames over Unix sockets, to members on this host.
 */
@NullMarked
package io.clusterkit.protocol.unix;

import org.jspecify.annotations.NullMarked;
