/** What the documentation shows, compiled and run. */
@NullMarked
package io.clusterkit.example;

import org.jspecify.annotations.NullMarked;
