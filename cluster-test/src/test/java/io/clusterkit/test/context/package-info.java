@NullMarked
package io.clusterkit.test.context;

import org.jspecify.annotations.NullMarked;
