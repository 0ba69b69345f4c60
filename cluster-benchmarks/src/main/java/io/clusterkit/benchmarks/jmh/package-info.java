/** Hot pieces: codec, resolver, dispatch. */
@NullMarked
package io.clusterkit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
