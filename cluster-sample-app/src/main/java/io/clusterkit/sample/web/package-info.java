/**
 * The first member's HTTP surface: ask, tell, and a page that shows the cluster live.
 */
@NullMarked
package io.clusterkit.sample.web;

import org.jspecify.annotations.NullMarked;
