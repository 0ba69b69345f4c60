/**
 * What all stream sockets share, TCP and Unix alike: connections on Spring Integration's blocking factories, one
 * bounded queue for each member, and a server that is kept open. The kinds of sockets differ in {@link
 * io.clusterkit.protocol.stream.StreamSockets} only.
 */
@NullMarked
package io.clusterkit.protocol.stream;

import org.jspecify.annotations.NullMarked;
