/**
 * A chat room for {@code nc} and the page: a multiplexer with filters, and a client of it for each page.
 */
@NullMarked
package io.clusterkit.sample.chat;

import org.jspecify.annotations.NullMarked;
