/** Members of the original beside ours. */
@NullMarked
package io.clusterkit.interop;

import org.jspecify.annotations.NullMarked;
