/** Figures as Markdown, SVG and JSON. */
@NullMarked
package io.clusterkit.benchmarks.report;

import org.jspecify.annotations.NullMarked;
