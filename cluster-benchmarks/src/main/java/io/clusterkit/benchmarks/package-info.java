/** Measures cluster beside raw sockets and its peers. */
@NullMarked
package io.clusterkit.benchmarks;

import org.jspecify.annotations.NullMarked;
