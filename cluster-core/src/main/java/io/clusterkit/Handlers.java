package io.clusterkit;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.RateLimitedLog;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the application added to a member. Lives as long as the {@link Cluster}, over restarts. Thread-safe. */
final class Handlers {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    /** Stands for the queries without a name; a name is never empty. */
    private static final String UNNAMED = "";

    private final Map<String, QueryHandler> queryHandlers = new ConcurrentHashMap<>();
    private final List<EventHandler> eventHandlers = new CopyOnWriteArrayList<>();
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Counters counters;
    private final RateLimitedLog log;

    Handlers(TimeSource time, Counters counters) {
        this.counters = counters;
        this.log = new RateLimitedLog(LoggerFactory.getLogger(Cluster.class), time, LOG_INTERVAL);
    }

    static AsyncQueryFunction async(QueryFunction handler) {
        return request -> CompletableFuture.completedStage(handler.answer(request));
    }

    Registration add(@Nullable String name, AsyncQueryFunction handler) {
        String key = name == null ? UNNAMED : name;
        QueryHandler added = new QueryHandler(handler, new HandlerPace());
        if (queryHandlers.putIfAbsent(key, added) != null) {
            throw new IllegalStateException("there is a handler already for " + describe(name));
        }
        return () -> queryHandlers.remove(key, added);
    }

    Registration add(EventHandler handler) {
        eventHandlers.add(handler);
        return () -> eventHandlers.remove(handler);
    }

    Registration add(ClusterListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A handler and how fast it is. */
    record QueryHandler(AsyncQueryFunction function, HandlerPace pace) {}

    @Nullable
    QueryHandler queryHandler(@Nullable String name) {
        return queryHandlers.get(name == null ? UNNAMED : name);
    }

    boolean takesEvents() {
        return !eventHandlers.isEmpty();
    }

    /** Calls all of them, and returns the first failure. */
    @Nullable
    Throwable event(Event event) {
        Throwable first = null;
        for (EventHandler handler : eventHandlers) {
            try {
                handler.handle(event);
            } catch (Exception failure) {
                counters.increment("events.failed");
                log.warn("a handler failed for an event from " + event.from().uuid(), failure);
                first = first == null ? failure : first;
            }
        }
        return first;
    }

    void queryFailed(Member from, Throwable failure) {
        counters.increment("queries.failed");
        log.warn("a handler failed for a query from " + from.uuid(), failure);
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /** Calls each listener, about this member or another. */
    void listeners(MemberId about, Consumer<ClusterListener> call) {
        for (ClusterListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException failure) {
                counters.increment("listeners.failed");
                log.warn("a listener failed for " + about.uuid(), failure);
            }
        }
    }

    static String describe(@Nullable String name) {
        return name == null ? "queries without a name" : "query \"" + name + "\"";
    }
}
