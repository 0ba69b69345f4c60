package io.clusterkit.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Groups of horizontal bars as SVG; readable on light and on dark. */
public final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 210;
    private static final int FIGURES = 90;
    private static final int BAR = 16;
    private static final int STEP = 22;
    private static final int TITLE = 34;
    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #24292f }
              .title { font-weight: 600; font-size: 13px }
              .raw { fill: #8c959f } .ours { fill: #0969da } .peer { fill: #d4a72c }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .raw { fill: #6e7681 } .ours { fill: #4493f8 } .peer { fill: #bb8009 }
              }
            </style>
            """;

    /**
     * One bar.
     *
     * @param kind its class: raw, ours or peer
     * @param figure its length
     * @param text what stands behind it
     */
    public record Bar(String label, String kind, double figure, String text) {}

    /** Bars that share a scale. */
    public record Group(String title, List<Bar> bars) {}

    private BarChart() {}

    /** The whole picture. */
    public static String of(List<Group> groups) {
        int height = groups.stream()
                .mapToInt(group -> TITLE + STEP * group.bars().size())
                .sum();
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height + 8)
                .append("\" role=\"img\" aria-label=\"Benchmark results\">\n")
                .append(STYLE);
        int y = 0;
        for (Group group : groups) {
            y += TITLE;
            text(svg, "title", 4, y - 10, "start", group.title());
            double longest =
                    group.bars().stream().mapToDouble(Bar::figure).max().orElse(1);
            for (Bar bar : group.bars()) {
                double width = Math.max(1, bar.figure() / longest * (WIDTH - LABELS - FIGURES));
                text(svg, "", LABELS - 8, y + BAR - 4, "end", bar.label());
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                        bar.kind(),
                        LABELS,
                        y,
                        width,
                        BAR));
                text(svg, "", LABELS + (int) width + 6, y + BAR - 4, "start", bar.text());
                y += STEP;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, String style, int x, int y, String anchor, String content) {
        svg.append(label(style, x, y, anchor, content));
    }

    /** A line of text as SVG. */
    static String label(String style, int x, int y, String anchor, String content) {
        return "<text" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + " x=\"" + x + "\" y=\"" + y
                + "\" text-anchor=\"" + anchor + "\">"
                + content.replace("&", "&amp;").replace("<", "&lt;") + "</text>\n";
    }
}
