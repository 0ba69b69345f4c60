/**
 * Who is known, and who of them is meant: the registry with its one owner, the snapshots everybody else reads, and the resolver.
 */
@NullMarked
package io.clusterkit.registry;

import org.jspecify.annotations.NullMarked;
