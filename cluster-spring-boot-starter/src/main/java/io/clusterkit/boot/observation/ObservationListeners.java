package io.clusterkit.boot.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.AllMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationHandler.CompositeObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Who takes part in the observations of a registry. The registry does not tell, so its lists are read by reflection; they
 * only ever grow, and are looked at again when they have. Where anything is not as known here, nothing is claimed.
 * Thread-safe.
 */
final class ObservationListeners {
    /** Looks at the name of an observation alone, and adds the same key values to all. */
    private static final Set<String> OF_PROPERTIES = Set.of(
            "org.springframework.boot.micrometer.observation.autoconfigure.PropertiesObservationFilterPredicate");

    /** The predicates that are known do not look at it. */
    private static final Observation.Context ANY = new Observation.Context();

    private final List<ObservationHandler<?>> handlers;
    private final List<ObservationPredicate> predicates;
    private final List<ObservationFilter> filters;
    private final List<?> conventions;
    private volatile View view = new View(-1, null);

    private record View(int size, @Nullable Meters meters) {}

    /**
     * What the observations of a registry lead to if that is meters alone.
     *
     * @param longTaskTimers whether there is one for each observation
     */
    record Meters(MeterRegistry registry, boolean longTaskTimers) {}

    @SuppressWarnings("unchecked") // what the fields are declared as
    private ObservationListeners(List<List<?>> lists) {
        this.handlers = (List<ObservationHandler<?>>) lists.get(0);
        this.predicates = (List<ObservationPredicate>) lists.get(1);
        this.filters = (List<ObservationFilter>) lists.get(2);
        this.conventions = lists.get(3);
    }

    /** Of this registry; null if that can't be found out. */
    static @Nullable ObservationListeners of(ObservationRegistry registry) {
        if (registry.getClass() != ObservationRegistry.create().getClass()) {
            return null;
        }
        List<List<?>> lists = new ArrayList<>();
        for (String name : ObservationListenersHints.CONFIG_FIELDS) {
            if (!(value(ObservationConfig.class, name, registry.observationConfig()) instanceof List<?> list)) {
                return null;
            }
            lists.add(list);
        }
        return new ObservationListeners(lists);
    }

    /** Where the meters are made, if meters are all that comes of an observation; else null. */
    @Nullable
    Meters onlyMeters() {
        View known = view;
        int size = handlers.size() + predicates.size() + filters.size() + conventions.size();
        if (known.size != size) {
            known = new View(size, look());
            view = known;
        }
        return known.meters;
    }

    /** Whether there are observations by this convention; asked only if there are {@link #onlyMeters}. */
    boolean isEnabled(ObservationConvention<?> convention) {
        return predicates.stream()
                .allMatch(predicate -> predicate.test(Objects.requireNonNull(convention.getName()), ANY));
    }

    /** What filters make of an observation that ends. */
    Observation.Context filtered(Observation.Context context) {
        Observation.Context filtered = context;
        for (ObservationFilter filter : filters) {
            filtered = filter.map(filtered);
        }
        return filtered;
    }

    private @Nullable Meters look() {
        List<ObservationHandler<?>> all = new ArrayList<>();
        handlers.forEach(handler -> addTo(all, handler));
        boolean known = conventions.isEmpty()
                && all.size() == 1
                && all.get(0).getClass() == DefaultMeterObservationHandler.class
                && predicates.stream().allMatch(ObservationListeners::isOfProperties)
                && filters.stream().allMatch(ObservationListeners::isOfProperties);
        return known
                        && value(
                                        DefaultMeterObservationHandler.class,
                                        ObservationListenersHints.HANDLER_FIELDS.get(0),
                                        all.get(0))
                                instanceof MeterRegistry registry
                        && value(
                                        DefaultMeterObservationHandler.class,
                                        ObservationListenersHints.HANDLER_FIELDS.get(1),
                                        all.get(0))
                                instanceof Boolean longTaskTimers
                ? new Meters(registry, longTaskTimers)
                : null;
    }

    private static void addTo(List<ObservationHandler<?>> all, ObservationHandler<?> handler) {
        if (handler.getClass() == FirstMatchingCompositeObservationHandler.class
                || handler.getClass() == AllMatchingCompositeObservationHandler.class) {
            ((CompositeObservationHandler) handler).getHandlers().forEach(each -> addTo(all, each));
        } else {
            all.add(handler);
        }
    }

    private static boolean isOfProperties(Object known) {
        return OF_PROPERTIES.contains(known.getClass().getName());
    }

    private static @Nullable Object value(Class<?> type, String name, Object owner) {
        Field field = ReflectionUtils.findField(type, name);
        if (field == null) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException | RuntimeException notToBeRead) {
            return null; // nothing is claimed then
        }
    }
}
