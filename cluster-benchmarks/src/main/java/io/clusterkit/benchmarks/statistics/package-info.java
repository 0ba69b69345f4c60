/** Percentiles, medians, spread. */
@NullMarked
package io.clusterkit.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
