/** What runs in a child JVM: opens nodes, loads them, counts. */
@NullMarked
package io.clusterkit.benchmarks.agent;

import org.jspecify.annotations.NullMarked;
