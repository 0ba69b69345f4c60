/**
 * Protocol {@code t}: frames over TCP, to members on this host and on others.
 */
@NullMarked
package io.clusterkit.protocol.tcp;

import org.jspecify.annotations.NullMarked;
