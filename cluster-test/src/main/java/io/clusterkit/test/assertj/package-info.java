/**
 * Assertions about what members answered.
 */
@NullMarked
package io.clusterkit.test.assertj;

import org.jspecify.annotations.NullMarked;
