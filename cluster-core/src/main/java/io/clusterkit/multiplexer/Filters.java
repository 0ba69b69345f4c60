package io.clusterkit.multiplexer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The user's code: called here and nowhere else, so that its failures end here. Lists may be changed by any thread. */
final class Filters {
    final FilterList<MultiplexerFilter> data;
    final FilterList<MultiplexerAccessFilter> access;
    final FilterList<MultiplexerExitFilter> exit;

    private final Counts counts;

    Filters(InstanceLog log, Counts counts) {
        this.data = new FilterList<>(log);
        this.access = new FilterList<>(log);
        this.exit = new FilterList<>(log);
        this.counts = counts;
    }

    /** What the data becomes when all filters had it; {@code receivers} tells whom a filter can choose from. */
    MultiplexerData run(MultiplexerData start, Supplier<Collection<MultiplexerClient>> receivers) {
        MultiplexerData current = start;
        for (FilterList.Registered<MultiplexerFilter> each : data) {
            if (current.isDropped()) {
                break;
            }
            try {
                current =
                        resolved(current, Objects.requireNonNull(each.filter.filter(current), "the result"), receivers);
            } catch (Throwable failure) {
                failed(each, "a filter failed, the data goes on without it", failure);
            } finally {
                forgetInterrupt();
            }
        }
        return current;
    }

    /** Asks a filter's own choice of clients now, while it is known whose failure it would be. */
    private static MultiplexerData resolved(
            MultiplexerData before, MultiplexerData after, Supplier<Collection<MultiplexerClient>> receivers) {
        if (after.isDropped() || after.hasAudienceOf(before)) {
            return after;
        }
        Set<Long> chosen = new HashSet<>();
        for (MultiplexerClient client : receivers.get()) {
            if (after.isFor(client)) {
                chosen.add(client.id());
            }
        }
        return after.withAudience(client -> chosen.contains(client.id()));
    }

    boolean grant(MultiplexerClient newcomer, Collection<MultiplexerClient> present) {
        for (FilterList.Registered<MultiplexerAccessFilter> each : access) {
            try {
                if (!each.filter.grant(newcomer, present)) {
                    return false;
                }
            } catch (Throwable failure) {
                failed(each, "an access filter failed, the connection is denied", failure);
                return false;
            } finally {
                forgetInterrupt();
            }
        }
        return true;
    }

    void exited(MultiplexerClient client) {
        for (FilterList.Registered<MultiplexerExitFilter> each : exit) {
            try {
                each.filter.exited(client);
            } catch (Throwable failure) {
                failed(each, "an exit filter failed", failure);
            } finally {
                forgetInterrupt();
            }
        }
    }

    private void failed(FilterList.Registered<?> filter, String what, Throwable failure) {
        counts.filterFailures.increment();
        filter.log.warn(what, failure);
    }

    /** A thread that a filter left interrupted would close the next channel it touches. */
    private static void forgetInterrupt() {
        boolean unused = Thread.interrupted();
    }
}
