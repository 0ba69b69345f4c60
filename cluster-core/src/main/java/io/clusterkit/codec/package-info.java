/**
 * Packets to bytes and back: the bpacket format and Tcl's list syntax. Total and bounded: any bytes give packets or named errors.
 */
@NullMarked
package io.clusterkit.codec;

import org.jspecify.annotations.NullMarked;
