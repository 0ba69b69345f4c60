package io.clusterkit.multiplexer;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Filters of one kind in the order of their registration; may change while they run. Thread-safe. */
final class FilterList<F> implements Iterable<FilterList.Registered<F>> {
    private final List<Registered<F>> filters = new CopyOnWriteArrayList<>();
    private final InstanceLog log;

    FilterList(InstanceLog log) {
        this.log = log;
    }

    void add(F filter) {
        filters.add(new Registered<>(filter, log.repeated()));
    }

    /** Takes away the one that was added first, if it was added several times. */
    boolean remove(F filter) {
        for (Registered<F> each : filters) {
            if (each.filter == filter) {
                return filters.remove(each);
            }
        }
        return false;
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }

    @Override
    public Iterator<Registered<F>> iterator() {
        return filters.iterator();
    }

    /** A filter, and how its failures are logged. Equal to itself only. */
    static final class Registered<F> {
        final F filter;
        final InstanceLog.Repeated log;

        private Registered(F filter, InstanceLog.Repeated log) {
            this.filter = filter;
            this.log = log;
        }
    }
}
