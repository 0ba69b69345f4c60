/**
 * Finds annotated methods of beans at start, checks them, and adds them to the member.
 */
@NullMarked
package io.clusterkit.boot.handler;

import org.jspecify.annotations.NullMarked;
