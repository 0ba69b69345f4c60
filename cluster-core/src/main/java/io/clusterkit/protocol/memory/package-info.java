/**
 * A network inside one JVM, for tests: same packets, chosen troubles.
 */
@NullMarked
package io.clusterkit.protocol.memory;

import org.jspecify.annotations.NullMarked;
