package io.clusterkit.boot.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What {@link ObservationListeners} reads, also in a native image. Needs nothing of Micrometer, which may be absent. */
final class ObservationListenersHints implements RuntimeHintsRegistrar {
    /** Lists of handlers, predicates, filters and conventions, in this order. */
    static final List<String> CONFIG_FIELDS =
            List.of("observationHandlers", "observationPredicates", "observationFilters", "observationConventions");

    /** The registry of meters, and whether there are long task timers. */
    static final List<String> HANDLER_FIELDS = List.of("meterRegistry", "shouldCreateLongTaskTimer");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        fields(hints, classLoader, "io.micrometer.observation.ObservationRegistry$ObservationConfig", CONFIG_FIELDS);
        fields(
                hints,
                classLoader,
                "io.micrometer.core.instrument.observation.DefaultMeterObservationHandler",
                HANDLER_FIELDS);
    }

    private static void fields(
            RuntimeHints hints, @Nullable ClassLoader classLoader, String type, List<String> fields) {
        hints.reflection().registerTypeIfPresent(classLoader, type, hint -> fields.forEach(hint::withField));
    }
}
