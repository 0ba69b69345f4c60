package io.clusterkit;

import io.clusterkit.CallObserver.Watch;
import io.clusterkit.discovery.Beacon;
import io.clusterkit.discovery.BeaconOptions;
import io.clusterkit.hook.Hooks;
import io.clusterkit.inbound.Dispatcher;
import io.clusterkit.inbound.Inbound;
import io.clusterkit.inbound.PacketFilters;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.PacketFactory;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryResult;
import io.clusterkit.query.QueryTable;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.registry.RegistrySnapshot;
import io.clusterkit.registry.Resolver;
import io.clusterkit.routing.NoRouteException;
import io.clusterkit.routing.Outbound;
import io.clusterkit.routing.Outbound.BroadcastResult;
import io.clusterkit.routing.PacketCancelledException;
import io.clusterkit.routing.RouteHealth;
import io.clusterkit.routing.SendOptions;
import io.clusterkit.routing.SendOutcome;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.ElasticPool;
import io.clusterkit.runtime.Lane;
import io.clusterkit.runtime.TaskLoop;
import io.clusterkit.runtime.WaitingCallers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One stay in the cluster, from opening the protocols to leaving: puts the rooms together and owns what lives as long.
 * Thread-safe.
 */
final class Session {
    /** What leaving may take: it waits for hooks that see the last packet. */
    private static final Duration LEAVE_LIMIT = Duration.ofMillis(500);

    private static final int LANE_CAPACITY = 16_384;

    private final ClusterOptions options;
    private final SendOptions sendOptions;
    private final ClusterRuntime runtime;
    private final Counters counters;
    private final Hooks hooks;
    private final Ground ground;
    private final Executor handlerExecutor;
    private final TaskLoop loop;
    private final ProtocolSet protocols;
    private final MemberRegistry registry;
    private final PacketFactory packets;
    private final Dispatcher dispatcher;
    private final Outbound outbound;
    private final QueryTable queries;
    private final Beacon beacon;
    private final Completions completions;
    private final Watches watches;
    private final UnderWay underWay = new UnderWay();
    private final Drain drain;
    private final Membership membership;
    private final Inbound inbound;

    /** For packets of the control loop that hooks must see: user code does not run on the loop. */
    private final Lane outgoing;

    private final Lane listeners;

    /** Opens the protocols; what comes in is dropped until {@link #join}. */
    Session(
            Ground ground,
            MemberId id,
            ClusterOptions options,
            Duration heartbeat,
            Tags tags,
            Supplier<Set<Long>> channels,
            Hooks hooks,
            Handlers handlers,
            Counters counters) {
        this.options = options;
        this.sendOptions = options.routing.sendOptions();
        this.runtime = options.runtime;
        this.counters = counters;
        this.hooks = hooks;
        this.watches = new Watches(options.observer, runtime.time(), counters);
        this.ground = ground;
        ground.open();
        handlerExecutor = ground.handlers;
        Executor ioExecutor = ground.io;
        WaitingCallers callers = ground.callers;
        protocols = ground.protocols;
        String name = "cluster-" + id.sid();
        loop = runtime.newLoop(name + "-loop", counters.of("loop.refused"));
        completions = new Completions(handlerExecutor, loop);
        outgoing = new Lane(handlerExecutor, LANE_CAPACITY);
        listeners = new Lane(handlerExecutor, LANE_CAPACITY);
        registry = new MemberRegistry(runtime.time(), options.ttl.toNanos(), options.maxMembers);
        packets = new PacketFactory(id, protocols.announced());
        dispatcher = new Dispatcher(handlerExecutor);
        queries = new QueryTable(id, runtime.time(), loop, handlerExecutor, counters, callers);
        RouteHealth routes =
                new RouteHealth(runtime.time(), options.routing.retryDelay(), options.routing.maxRetryDelay());
        outbound = new Outbound(
                protocols.working(), routes, hooks, packets, counters, this::unreachable, options.maxFrameBytes);
        membership = new Membership(
                id,
                options.place(),
                protocols.announced(),
                registry,
                handlers,
                hooks,
                listeners,
                counters,
                runtime.time(),
                loop,
                gone -> {
                    queries.memberGone(gone.id(), "the member is gone");
                    dispatcher.forgetAllBut(sender -> registry.get(sender) != null);
                    routes.forget(gone.id());
                });
        beacon = new Beacon(
                id,
                new BeaconOptions(heartbeat, options.ttl),
                tags,
                runtime,
                loop,
                registry,
                outbound,
                this::broadcastFromLoop,
                packets,
                protocols.working(),
                ioExecutor,
                membership,
                counters);
        Responder responder = new Responder(
                runtime.time(),
                options.handlerExecutor == null,
                handlers,
                hooks,
                outbound,
                packets,
                loop,
                ioExecutor,
                beacon,
                queries,
                underWay,
                counters,
                watches);
        drain = new Drain(runtime.time(), loop, this::isIdle, underWay::begun);
        PacketFilters filters = new PacketFilters(id, options.remote == 0, beacon::tags, channels);
        inbound = new Inbound(
                filters, registry, hooks, dispatcher, responder, counters, runtime.time(), options.maxFrameBytes);
    }

    /** Joins, once: from now on packets are taken. */
    void join() {
        membership.entered();
        protocols.connect(inbound, beacon::propsChanged, beacon::audienceChanged);
        loop.execute(beacon::join);
        loop.schedule(Membership.JOIN_LINE_DELAY, membership::logJoined);
    }

    /** Leaves and frees everything. */
    void close() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.execute(() -> {
            beacon.leave();
            afterOutgoing(() -> left.complete(null));
        });
        runtime.await(left, LEAVE_LIMIT);
        loop.close();
        queries.close();
        protocols.close();
        drain.end();
        registry.clear();
        runtime.await(membership.left(), LEAVE_LIMIT);
        ground.release();
    }

    /** Takes no new work from now on. */
    void drain() {
        beacon.drain();
        loop.execute(drain::begin);
    }

    CompletableFuture<Void> drained() {
        return drain.done();
    }

    private boolean isIdle() {
        return underWay.isNothing() && waitingPackets() == 0 && queries.size() == 0;
    }

    /** Asks these members. */
    Query ask(QueryCall call, List<Member> asked) {
        if (!watches.any()) {
            Query query = queries.open(call.id, call.name, asked, call.timeout, call.listener, null);
            ask(call, asked, query, call.headers);
            return query;
        }
        OutgoingCall outgoing = new OutgoingCall(call.name, call.channel, asked);
        Watch<QueryResult> watch = watches.begin(observer -> observer.asking(outgoing));
        try {
            Query query = queries.open(
                    call.id, call.name, asked, call.timeout, call.listener, result -> watch.ended(result, null));
            ask(call, asked, query, outgoing.plusOwn(call.headers));
            return query;
        } catch (RuntimeException | Error failure) {
            watch.ended(null, failure);
            throw failure;
        }
    }

    private void ask(QueryCall call, List<Member> asked, Query query, Map<String, String> headers) {
        if (asked.isEmpty()) {
            return;
        }
        List<String> filter = sids(asked);
        Packet packet = packets.query(filter, call.channel, query.id(), call.name, call.payload);
        if (!headers.isEmpty()) {
            packet = packet.withHeaders(headers);
        }
        if (call.broadcast && outbound.fitsDatagram(packet)) {
            BroadcastResult result = outbound.broadcast(packet);
            if (result != BroadcastResult.TOO_LARGE) {
                asked.forEach(member -> queries.sent(query, broadcastOutcome(member, result)));
                return;
            }
        }
        outbound.send(asked, packet, call.sendOptions, (place, outcome) -> queries.sent(query, outcome));
    }

    /** Tells these members. */
    CompletableFuture<SendResult> send(EventCall call, List<Member> receivers) {
        if (!watches.any()) {
            return send(call, receivers, call.headers, Watches.none());
        }
        Watch<SendResult> watch = watches.timeSending();
        Map<String, String> headers = call.headers;
        if (watch == null) {
            OutgoingCall outgoing = new OutgoingCall(null, call.channel, receivers);
            watch = watches.begin(observer -> observer.sending(outgoing));
            headers = outgoing.plusOwn(headers);
        }
        try {
            return send(call, receivers, headers, watch);
        } catch (RuntimeException | Error failure) {
            watch.ended(null, failure);
            throw failure;
        }
    }

    private CompletableFuture<SendResult> send(
            EventCall call, List<Member> receivers, Map<String, String> headers, Watch<SendResult> watch) {
        boolean toWhoeverHears = call.isToAll() && Boolean.TRUE.equals(call.broadcast);
        List<String> filter = toWhoeverHears ? List.of() : sids(receivers);
        Packet packet = packets.event(filter, call.channel, call.id, call.payload);
        if (!headers.isEmpty()) {
            packet = packet.withHeaders(headers);
        }
        boolean many = call.broadcast == null
                && !call.protocolsChosen
                && options.routing.isMany(receivers.size(), ClusterOptions.BEACON)
                && !outbound.wouldLoseHeaders(packet, receivers);
        boolean wanted = Boolean.TRUE.equals(call.broadcast) && (toWhoeverHears || !receivers.isEmpty());
        if ((wanted || many) && outbound.fitsDatagram(packet)) {
            BroadcastResult result = outbound.broadcast(packet);
            if (result != BroadcastResult.TOO_LARGE) {
                SendResult all = new SendResult(receivers.stream()
                        .map(member -> broadcastOutcome(member, result))
                        .toList());
                watch.ended(all, null);
                return CompletableFuture.completedFuture(all);
            }
        }
        OutcomeCollector collector = new OutcomeCollector(receivers, watch, completions);
        outbound.send(receivers, packet, call.sendOptions, collector);
        return collector.handOut();
    }

    /** How packets go unless a call says otherwise. */
    SendOptions sendOptions() {
        return sendOptions;
    }

    RegistrySnapshot snapshot() {
        return registry.snapshot();
    }

    List<Member> members() {
        return registry.snapshot().members().stream().map(registry::lastSeen).toList();
    }

    List<Member> resolve(Resolver resolver) {
        return resolver.resolve(registry.snapshot().resolvable()).stream()
                .map(registry::lastSeen)
                .toList();
    }

    boolean discover() {
        return runtime.await(callOnLoop(beacon::discover), LEAVE_LIMIT).orElse(false);
    }

    void heartbeat(long channel) {
        loop.execute(() -> beacon.announce(channel));
    }

    void heartbeatAfter(Duration delay) {
        loop.execute(() -> beacon.postpone(delay));
    }

    Beacon beacon() {
        return beacon;
    }

    QueryTable queries() {
        return queries;
    }

    List<String> announcedProtocols() {
        return protocols.announced();
    }

    Map<String, Protocol.Condition> conditions() {
        return protocols.conditions();
    }

    Map<String, List<Protocol.Finding>> findings() {
        return protocols.findings();
    }

    int waitingPackets() {
        return dispatcher.waitingForHandlers() + dispatcher.waitingForHooks();
    }

    Map<String, Integer> queueDepths() {
        Map<String, Integer> depths = new LinkedHashMap<>();
        depths.put("events", dispatcher.waitingForHandlers());
        depths.put("hooks", dispatcher.waitingForHooks());
        depths.put("handlers", waitingIn(handlerExecutor));
        depths.put("listeners", listeners.size());
        depths.put("broadcasts", outgoing.size());
        depths.put("loop", loop.waiting());
        depths.put("io", waitingIn(ground.io));
        protocols.working().forEach(protocol -> depths.put("frames-" + protocol.id(), protocol.waitingFrames()));
        return depths;
    }

    /** What an executor of the application's keeps waiting is its own affair. */
    private static int waitingIn(Executor executor) {
        return executor instanceof ElasticPool pool ? pool.waiting() : 0;
    }

    private <T> CompletableFuture<T> callOnLoop(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> result.complete(task.get()));
        return result;
    }

    private static List<String> sids(List<Member> members) {
        return members.size() == 1
                ? List.of(members.get(0).sid())
                : members.stream().map(Member::sid).toList();
    }

    private void unreachable(Member member) {
        beacon.unreachable(member);
    }

    private void broadcastFromLoop(Packet packet) {
        if (hooks.any(Outbound.POINTS)) {
            if (!outgoing.execute(() -> outbound.broadcast(packet), Duration.ZERO)) {
                counters.increment("send.refused.queue-full");
            }
        } else {
            outbound.broadcast(packet);
        }
    }

    private void afterOutgoing(Runnable task) {
        if (!hooks.any(Outbound.POINTS) || !outgoing.execute(task, Duration.ZERO)) {
            task.run();
        }
    }

    private static SendOutcome broadcastOutcome(Member member, BroadcastResult result) {
        IOException cause =
                switch (result) {
                    case SENT -> null;
                    case STOPPED -> new PacketCancelledException("a hook stopped the packet");
                    case TOO_LARGE, NOT_TAKEN -> new NoRouteException("multicast did not take the packet");
                };
        return new SendOutcome(member, cause == null, ClusterOptions.BEACON, cause);
    }
}
