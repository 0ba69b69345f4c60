/**
 * Protocol {@code c}: UDP multicast, by which members find each other. It uses one interface, and only one on which a
 * datagram of its own was really heard back.
 */
@NullMarked
package io.clusterkit.protocol.multicast;

import org.jspecify.annotations.NullMarked;
