/**
 * Auto-configuration of payloads in JSON.
 */
@NullMarked
package io.clusterkit.boot.autoconfigure.jackson;

import org.jspecify.annotations.NullMarked;
