/**
 * A trading desk and members that know prices. Start reading at {@link io.clusterkit.sample.Quotes}, which answers, and
 * {@link io.clusterkit.sample.Desk}, which asks.
 */
@NullMarked
package io.clusterkit.sample;

import org.jspecify.annotations.NullMarked;
