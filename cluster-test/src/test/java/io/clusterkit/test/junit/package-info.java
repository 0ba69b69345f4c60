@NullMarked
package io.clusterkit.test.junit;

import org.jspecify.annotations.NullMarked;
