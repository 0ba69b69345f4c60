/**
 * From bytes to handlers: decoding, filters, hooks, dispatch.
 */
@NullMarked
package io.clusterkit.inbound;

import org.jspecify.annotations.NullMarked;
