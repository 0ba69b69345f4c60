/** The empty web application whose start is measured. */
@NullMarked
package io.clusterkit.benchmarks.starter;

import org.jspecify.annotations.NullMarked;
