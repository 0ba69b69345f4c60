package io.clusterkit.benchmarks.run;

import io.clusterkit.benchmarks.jmh.ClusterCodecBenchmark;
import io.clusterkit.benchmarks.jmh.ResultBytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Hot pieces by JMH, in a JVM of their own. */
public final class JmhScenario implements Scenario {
    private static final int ITERATIONS = 5;

    private final Settings settings;
    private final String name;
    private final Map<String, Class<?>> classes;
    private final int methods;

    /**
     * Some classes of benchmarks.
     *
     * @param classes by the names of the contestants
     * @param methods how many each has, about
     */
    public JmhScenario(Settings settings, String name, Map<String, Class<?>> classes, int methods) {
        this.settings = settings;
        this.name = name;
        this.classes = new LinkedHashMap<>(classes);
        this.methods = methods;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> contestants() {
        return List.copyOf(classes.keySet());
    }

    @Override
    public int seconds(String contestant) {
        return methods * (2 * ITERATIONS * settings.millis(600) / 1000 + 1);
    }

    @Override
    public Map<String, Map<String, Double>> round(String contestant) throws RunnerException {
        Class<?> benchmarks = classes.get(contestant);
        if (benchmarks == null) {
            throw new IllegalArgumentException("no benchmarks of " + contestant);
        }
        TimeValue time = TimeValue.milliseconds(settings.millis(600));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmarks.getSimpleName() + "\\.")
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(time)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        Map<String, Double> figures = new HashMap<>();
        for (RunResult run : new Runner(options.build()).run()) {
            Result<?> primary = run.getPrimaryResult();
            String method = primary.getLabel();
            figures.put(method + ".nanos", primary.getScore());
            figures.put(method + ".p99", primary.getStatistics().getPercentile(99));
            Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated != null) {
                figures.put(method + ".bytes", allocated.getScore());
            }
        }
        if (benchmarks == ClusterCodecBenchmark.class) {
            figures.putAll(ResultBytes.ofHeartbeat());
        }
        return Map.of(name, figures);
    }
}
