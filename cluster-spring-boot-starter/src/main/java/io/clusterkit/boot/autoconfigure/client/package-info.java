/**
 * Auto-configuration for asking other members.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
