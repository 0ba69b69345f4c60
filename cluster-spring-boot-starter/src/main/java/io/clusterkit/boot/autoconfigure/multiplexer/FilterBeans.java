package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.boot.ForMultiplexer;
import io.clusterkit.multiplexer.MultiplexerAccessFilter;
import io.clusterkit.multiplexer.MultiplexerBuilder;
import io.clusterkit.multiplexer.MultiplexerExitFilter;
import io.clusterkit.multiplexer.MultiplexerFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** The singleton beans that are filters, in their order, with the multiplexers they are for. */
final class FilterBeans {
    private final List<FilterBean<MultiplexerFilter>> data;
    private final List<FilterBean<MultiplexerAccessFilter>> access;
    private final List<FilterBean<MultiplexerExitFilter>> exit;

    /**
     * Collects them.
     *
     * @throws IllegalStateException if one is for a multiplexer that is not among {@code multiplexers}
     */
    FilterBeans(ListableBeanFactory beans, Set<String> multiplexers) {
        data = collect(beans, multiplexers, MultiplexerFilter.class);
        access = collect(beans, multiplexers, MultiplexerAccessFilter.class);
        exit = collect(beans, multiplexers, MultiplexerExitFilter.class);
    }

    void addTo(MultiplexerBuilder builder, String multiplexer) {
        data.stream().filter(each -> each.isFor(multiplexer)).forEach(each -> builder.addFilter(each.filter));
        access.stream().filter(each -> each.isFor(multiplexer)).forEach(each -> builder.addAccessFilter(each.filter));
        exit.stream().filter(each -> each.isFor(multiplexer)).forEach(each -> builder.addExitFilter(each.filter));
    }

    private static <F> List<FilterBean<F>> collect(ListableBeanFactory beans, Set<String> multiplexers, Class<F> type) {
        IdentityHashMap<F, String> names = new IdentityHashMap<>();
        beans.getBeansOfType(type, false, true).forEach((name, filter) -> names.put(filter, name));
        List<FilterBean<F>> collected = new ArrayList<>();
        beans.getBeanProvider(type).orderedStream().forEach(filter -> {
            String name = names.get(filter);
            if (name != null) {
                collected.add(new FilterBean<>(filter, wanted(beans, name, multiplexers)));
            }
        });
        return collected;
    }

    private static @Nullable Set<String> wanted(ListableBeanFactory beans, String bean, Set<String> multiplexers) {
        ForMultiplexer annotation = beans.findAnnotationOnBean(bean, ForMultiplexer.class);
        if (annotation == null) {
            return null;
        }
        Set<String> wanted = Set.copyOf(Arrays.asList(annotation.value()));
        if (!multiplexers.containsAll(wanted)) {
            throw new IllegalStateException("the bean '" + bean + "' is for the multiplexers " + wanted
                    + ", but those of cluster.multiplexers are " + multiplexers);
        }
        return wanted;
    }

    /**
     * A filter.
     *
     * @param multiplexers null for all
     */
    private record FilterBean<F>(F filter, @Nullable Set<String> multiplexers) {
        boolean isFor(String multiplexer) {
            return multiplexers == null || multiplexers.contains(multiplexer);
        }
    }
}
