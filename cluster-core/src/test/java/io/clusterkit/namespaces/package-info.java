/** Members on hosts of their own, as far as the network is concerned. */
@NullMarked
package io.clusterkit.namespaces;

import org.jspecify.annotations.NullMarked;
