/**
 * Auto-configuration of multiplexers: properties, bean, filters, life cycle.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.multiplexer;

import org.jspecify.annotations.NullMarked;
