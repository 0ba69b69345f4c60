@NullMarked
package io.clusterkit.sample;

import org.jspecify.annotations.NullMarked;
