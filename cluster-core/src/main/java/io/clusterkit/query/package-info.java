/**
 * Questions to many members, each asked member ending in exactly one outcome.
 */
@NullMarked
package io.clusterkit.query;

import org.jspecify.annotations.NullMarked;
