/** Starts child JVMs, round by round, and collects figures. */
@NullMarked
package io.clusterkit.benchmarks.run;

import org.jspecify.annotations.NullMarked;
