@NullMarked
package io.clusterkit.test.examples;

import org.jspecify.annotations.NullMarked;
