/**
 * Clusters in memory for the tests of applications: start reading at {@link io.clusterkit.test.TestCluster}.
 */
@NullMarked
package io.clusterkit.test;

import org.jspecify.annotations.NullMarked;
