/**
 * Clusters in memory for JUnit, without Spring.
 */
@NullMarked
package io.clusterkit.test.junit;

import org.jspecify.annotations.NullMarked;
