/**
 * User code at every stage of a packet's way: sees it, may change it, may stop it.
 */
@NullMarked
package io.clusterkit.hook;

import org.jspecify.annotations.NullMarked;
