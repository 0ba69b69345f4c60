/**
 * Auto-configuration for Spring Cloud: members as instances of services.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.cloud;

import org.jspecify.annotations.NullMarked;
