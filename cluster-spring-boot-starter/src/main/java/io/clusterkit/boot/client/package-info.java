/**
 * Asking other members: typed clients made of interfaces, and {@link ClusterTemplate}.
 */
@NullMarked
package io.clusterkit.boot.client;

import org.jspecify.annotations.NullMarked;
