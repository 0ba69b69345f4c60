/**
 * What members say to each other: the packet, its types and the channels. Values only.
 */
@NullMarked
package io.clusterkit.packet;

import org.jspecify.annotations.NullMarked;
