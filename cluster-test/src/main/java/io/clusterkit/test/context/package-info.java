/**
 * {@code @ClusterTest} in Spring's test contexts.
 */
@NullMarked
package io.clusterkit.test.context;

import org.jspecify.annotations.NullMarked;
