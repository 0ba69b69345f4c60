/**
 * Time, tasks and their order. The only package that reads a clock or waits.
 */
@NullMarked
package io.clusterkit.runtime;

import org.jspecify.annotations.NullMarked;
