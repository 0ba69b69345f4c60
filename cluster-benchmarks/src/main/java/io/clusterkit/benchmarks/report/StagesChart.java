package io.clusterkit.benchmarks.report;

import static io.clusterkit.benchmarks.node.SystemUnderTest.CLUSTER_T;
import static io.clusterkit.benchmarks.node.SystemUnderTest.CLUSTER_U;
import static io.clusterkit.benchmarks.node.SystemUnderTest.RAW_TCP;
import static io.clusterkit.benchmarks.node.SystemUnderTest.RAW_UNIX;

import io.clusterkit.benchmarks.node.StagedNode.Stage;
import io.clusterkit.benchmarks.node.SystemUnderTest;
import io.clusterkit.benchmarks.run.Results;
import io.clusterkit.benchmarks.run.StagesScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The stages of a query, one bar of segments for each protocol, below the bar of a raw socket's round trip. */
final class StagesChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 130;
    private static final int FIGURES = 80;
    private static final int BAR = 26;
    private static final int STEP = 38;
    private static final int TITLE = 34;
    private static final int LEGEND = 20;

    /** Apart in lightness too, for those who don't see the colours apart. */
    private static final Map<Stage, String> COLOURS = new EnumMap<>(Map.of(
            Stage.ASK, "#0969da",
            Stage.ENCODE, "#54aeff",
            Stage.REQUEST, "#afb8c1",
            Stage.TAKE_IN, "#2da44e",
            Stage.HANDLE, "#1a7f37",
            Stage.ANSWER, "#8c959f",
            Stage.COLLECT, "#bf8700"));

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #24292f }
              .title { font-weight: 600; font-size: 13px }
              .raw { fill: #6e7781 }
              @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
            </style>
            """;

    private StagesChart() {}

    /** The picture, if stages were measured. */
    static Optional<String> of(Results results) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        addRaw(bars, results, RAW_TCP);
        addStages(bars, results, CLUSTER_T);
        addRaw(bars, results, RAW_UNIX);
        addStages(bars, results, CLUSTER_U);
        return bars.values().stream().anyMatch(bar -> bar.size() > 1) ? Optional.of(draw(bars)) : Optional.empty();
    }

    private static void addRaw(Map<String, Map<String, Double>> bars, Results results, SystemUnderTest raw) {
        results.median("rtt-x", raw, "p50").ifPresent(micros -> bars.put(raw.label(), Map.of("raw", micros)));
    }

    private static void addStages(Map<String, Map<String, Double>> bars, Results results, SystemUnderTest ours) {
        Map<String, Double> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            results.median(StagesScenario.NAME, ours, stage.id()).ifPresent(micros -> stages.put(stage.id(), micros));
        }
        if (!stages.isEmpty()) {
            bars.put(ours.label(), stages);
        }
    }

    private static String draw(Map<String, Map<String, Double>> bars) {
        double longest =
                bars.values().stream().mapToDouble(StagesChart::sum).max().orElse(1);
        double scale = (WIDTH - LABELS - FIGURES) / longest;
        List<String> parts = new ArrayList<>();
        int y = TITLE;
        for (Map.Entry<String, Map<String, Double>> bar : bars.entrySet()) {
            parts.add(text("", LABELS - 8, y + BAR - 9, "end", bar.getKey()));
            double x = LABELS;
            for (Map.Entry<String, Double> segment : bar.getValue().entrySet()) {
                double width = segment.getValue() * scale;
                parts.add(segment(segment.getKey(), x, y, width, segment.getValue()));
                x += width;
            }
            parts.add(text("", (int) x + 6, y + BAR - 9, "start", Unit.MICROSECONDS.write(sum(bar.getValue()))));
            y += STEP;
        }
        for (Stage stage : Stage.values()) {
            parts.add(segment(stage.id(), LABELS, y, 12, Double.NaN));
            parts.add(text("", LABELS + 20, y + 11, "start", stage.label()));
            y += LEGEND;
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + (y + 8)
                + "\" role=\"img\" aria-label=\"Stages of a query\">\n" + STYLE
                + text(
                        "title",
                        4,
                        TITLE - 12,
                        "start",
                        "A query of 64 B, one caller, two cores: medians of its stages, µs, beside a raw round trip")
                + String.join("", parts) + "</svg>\n";
    }

    private static double sum(Map<String, Double> bar) {
        return bar.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String segment(String id, double x, int y, double width, double micros) {
        boolean legend = Double.isNaN(micros);
        String fill = Arrays.stream(Stage.values())
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .map(stage -> "fill=\"" + COLOURS.get(stage) + "\"")
                .orElse("class=\"raw\"");
        String title = legend ? "" : "<title>" + id + " " + Unit.MICROSECONDS.write(micros) + "</title>";
        return String.format(
                Locale.ROOT,
                "<rect %s x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\">%s</rect>%n",
                fill,
                x,
                y,
                width,
                legend ? 12 : BAR,
                title);
    }

    private static String text(String style, int x, int y, String anchor, String content) {
        return BarChart.label(style, x, y, anchor, content);
    }
}
