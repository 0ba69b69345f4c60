/** One member of each system in the comparison, behind one interface. */
@NullMarked
package io.clusterkit.benchmarks.node;

import org.jspecify.annotations.NullMarked;
