package io.clusterkit;

import io.clusterkit.CallObserver.Laps;
import io.clusterkit.CallObserver.Scope;
import io.clusterkit.CallObserver.Watch;
import io.clusterkit.Handlers.QueryHandler;
import io.clusterkit.discovery.Beacon;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.Hooks;
import io.clusterkit.inbound.EventRun;
import io.clusterkit.inbound.InboundHandlers;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.packet.PacketType;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryTable;
import io.clusterkit.registry.Observation;
import io.clusterkit.routing.Outbound;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.TimeSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Takes what passed all filters and hooks to who is to handle it, and sends the answers. Thread-safe. */
final class Responder implements InboundHandlers {
    private static final Set<HookPoint> ON_ANSWERING = Set.of(
            HookPoint.QUERY, HookPoint.SEND, HookPoint.CHANNEL_SEND, HookPoint.PROTOCOL_SEND, HookPoint.BROADCAST);

    private final TimeSource time;
    private final boolean ownThreads;
    private final Handlers handlers;
    private final Hooks hooks;
    private final Outbound outbound;
    private final PacketFactory packets;
    private final TaskLoop loop;
    private final Executor io;
    private final Beacon beacon;
    private final QueryTable queries;
    private final UnderWay underWay;
    private final Counters counters;
    private final LongAdder eventsHandled;
    private final LongAdder queriesAnswered;
    private final Watches watches;

    /**
     * A responder.
     *
     * @param ownThreads whether handlers run on threads of the member's own, so that it may choose which
     */
    Responder(
            TimeSource time,
            boolean ownThreads,
            Handlers handlers,
            Hooks hooks,
            Outbound outbound,
            PacketFactory packets,
            TaskLoop loop,
            Executor io,
            Beacon beacon,
            QueryTable queries,
            UnderWay underWay,
            Counters counters,
            Watches watches) {
        this.time = time;
        this.ownThreads = ownThreads;
        this.handlers = handlers;
        this.hooks = hooks;
        this.outbound = outbound;
        this.packets = packets;
        this.loop = loop;
        this.io = io;
        this.beacon = beacon;
        this.queries = queries;
        this.underWay = underWay;
        this.counters = counters;
        this.eventsHandled = counters.of("events.handled");
        this.queriesAnswered = counters.of("queries.answered");
        this.watches = watches;
    }

    @Override
    public void control(PacketType type, Packet packet, Observation seen) {
        if (!loop.execute(() -> beacon.control(type, packet, seen))) {
            counters.dropped(DropReason.LOOP_FULL);
        }
    }

    @Override
    public boolean response(MemberId from, Packet packet, String protocol) {
        return queries.answered(from, packet, protocol);
    }

    @Override
    public void events(EventRun run) {
        int count = run.size();
        underWay.begin(count);
        try {
            // The time of hooks is none of the handlers'; what a hook takes that comes now is told with theirs once.
            Laps<Event> laps = handlers.takesEvents() && !hooks.has(HookPoint.EVENT) ? watches.timeHandling() : null;
            if (laps == null) {
                run.forEach((from, packet) -> handle(from, packet, null));
                return;
            }
            try (laps) {
                run.forEach((from, packet) -> handle(from, packet, laps));
            }
        } finally {
            underWay.end(count);
        }
    }

    @Override
    public void event(Member from, Packet packet) {
        underWay.begin();
        try {
            handle(from, packet, null);
        } finally {
            underWay.end();
        }
    }

    private void handle(Member from, Packet packet, @Nullable Laps<Event> laps) {
        Packet hooked = packet;
        if (hooks.has(HookPoint.EVENT)) {
            hooked = hooks.run(packet, new HookContext(HookPoint.EVENT, packet.channel(), null, from));
        }
        if (hooked == null) {
            return;
        }
        eventsHandled.increment();
        Event event = new Event(from, hooked.channel(), hooked.ruid(), Payload.in(hooked), hooked.headers());
        if (laps != null) {
            timed(event, laps);
        } else if (watches.any() && handlers.takesEvents()) {
            watched(event);
        } else {
            handlers.event(event);
        }
    }

    private void timed(Event event, Laps<Event> laps) {
        Throwable failure = null;
        try {
            failure = handlers.event(event);
        } catch (Error error) {
            failure = error;
            throw error;
        } finally {
            laps.ended(event, failure);
        }
    }

    private void watched(Event event) {
        Watch<Event> watch = watches.begin(observer -> observer.handling(event));
        Scope scope = watch.open();
        Throwable failure = null;
        try {
            failure = handlers.event(event);
        } catch (Error error) {
            failure = error;
            throw error;
        } finally {
            scope.close();
            watch.ended(event, failure);
        }
    }

    /** Hooks may do anything, and an executor of the application's own may be there for what it does to its threads. */
    @Override
    public boolean isShort(Packet query) {
        if (!ownThreads || hooks.any(ON_ANSWERING)) {
            return false;
        }
        String name = query.op();
        QueryHandler handler = handlers.queryHandler(name == null || name.isEmpty() ? null : name);
        return handler != null && handler.pace().isShort();
    }

    @Override
    public void query(Member from, Packet packet, String protocol) {
        String ruid = packet.ruid();
        if (ruid == null) {
            counters.dropped(DropReason.QUERY_WITHOUT_RUID);
            return;
        }
        underWay.begin(); // and ends with the reply, which every way from here leads to
        Packet hooked;
        try {
            hooked = hooks.has(HookPoint.QUERY)
                    ? hooks.runOrThrow(packet, new HookContext(HookPoint.QUERY, packet.channel(), protocol, from))
                    : packet;
        } catch (Exception stopped) {
            counters.increment("queries.failed");
            fail(from, packet, protocol, messageOf(stopped));
            return;
        }
        String name = hooked.op() == null || hooked.op().isEmpty() ? null : hooked.op();
        QueryHandler handler = handlers.queryHandler(name);
        if (handler == null) {
            counters.increment("queries.without-handler");
            fail(from, packet, protocol, "no handler for " + Handlers.describe(name));
            return;
        }
        QueryRequest request =
                new QueryRequest(name, from, hooked.channel(), ruid, protocol, Payload.in(hooked), hooked.headers());
        Watch<Payload> watch = watches.begin(observer -> observer.answering(request));
        try {
            call(handler, request, watch).whenComplete((payload, failure) -> {
                watch.ended(payload, failure);
                answered(from, packet, ruid, protocol, payload, failure);
            });
        } catch (Exception failure) {
            watch.ended(null, failure);
            failed(from, packet, protocol, failure);
        } catch (Error failure) {
            watch.ended(null, failure);
            failed(from, packet, protocol, failure); // else the asker would wait in vain
            throw failure;
        }
    }

    private CompletionStage<Payload> call(QueryHandler handler, QueryRequest request, Watch<Payload> watch)
            throws Exception {
        Scope scope = watch.open();
        long began = time.nanoTime();
        try {
            return handler.function().answer(request);
        } finally {
            // Without the sending of the answer: who is woken by it may run first on this processor.
            handler.pace().took(time.nanoTime() - began);
            scope.close();
        }
    }

    private void answered(
            Member from,
            Packet query,
            String ruid,
            String protocol,
            @Nullable Payload payload,
            @Nullable Throwable failure) {
        if (payload == null || failure != null) {
            failed(from, query, protocol, failure == null ? new NullPointerException("no answer was given") : failure);
            return;
        }
        queriesAnswered.increment();
        reply(from, packets.response(from.id(), query.channel(), ruid, payload), protocol);
    }

    private void failed(Member from, Packet query, String protocol, Throwable failure) {
        handlers.queryFailed(from, failure);
        fail(from, query, protocol, messageOf(failure));
    }

    @Override
    public void refused(Member from, Packet packet, String protocol) {
        if (packet.ruid() != null) {
            underWay.begin();
            io.execute(() -> fail(from, packet, protocol, "too busy: all handler threads are in use"));
        }
    }

    private void fail(Member from, Packet query, String protocol, String error) {
        String ruid = query.ruid();
        if (ruid != null) {
            reply(from, packets.errorResponse(from.id(), query.channel(), ruid, error), protocol);
        }
    }

    /** By the protocol the query came by, else by another. */
    private void reply(Member to, Packet response, String protocol) {
        outbound.sendBy(protocol, to, response, (place, outcome) -> {
            underWay.end();
            if (!outcome.sent()) {
                counters.increment("responses.failed");
            }
        });
    }

    private static String messageOf(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return "failed";
        }
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }
}
