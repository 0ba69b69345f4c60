@NullMarked
package io.clusterkit.test;

import org.jspecify.annotations.NullMarked;
