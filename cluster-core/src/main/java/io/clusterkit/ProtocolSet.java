package io.clusterkit;

import io.clusterkit.inbound.Inbound;
import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.protocol.multicast.MulticastProtocol;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import io.clusterkit.runtime.ElasticPool;
import io.clusterkit.runtime.WaitingCallers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocols of one session: makes, opens and closes them, and is what they see of their member. What they receive
 * before {@link #connect} is dropped: the member is not announced yet.
 */
final class ProtocolSet implements ProtocolContext {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    private final MemberId id;
    private final ClusterOptions options;
    private final Executor io;
    private final Counters counters;
    private final WaitingCallers callers;
    private final List<Protocol> working = new ArrayList<>();
    private final Map<String, Protocol.Condition> notOpened = new LinkedHashMap<>();
    private volatile @Nullable Inbound inbound;
    private volatile @Nullable Runnable propsChanged;
    private volatile @Nullable Runnable audienceChanged;

    ProtocolSet(MemberId id, ClusterOptions options, Executor io, Counters counters, WaitingCallers callers) {
        this.id = id;
        this.options = options;
        this.io = io;
        this.counters = counters;
        this.callers = callers;
    }

    /**
     * Opens all that are wanted; one that fails is left out with a warning, unless it is required.
     *
     * @throws ClusterException if none is left
     * @throws ProtocolUnavailableException if one that is required can't be used
     */
    void open() {
        try {
            openAll();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private void openAll() {
        CompletableFuture<Opened> beside = multicastBeside();
        try {
            for (String wanted : options.protocols) {
                take(wanted, beside != null && wanted.equals(MulticastProtocol.ID) ? beside.join() : open(wanted));
            }
        } catch (RuntimeException | Error failure) {
            if (beside != null && !conditions().containsKey(MulticastProtocol.ID)) {
                closeIfAny(beside.join().protocol);
            }
            throw failure;
        }
        if (working.isEmpty()) {
            throw new ClusterException("none of the protocols " + options.protocols + " could be opened: " + notOpened
                    + "; look at cluster.address, cluster.port and cluster.interfaces");
        }
    }

    /** What came of opening a protocol: a failure, or one that is open. */
    private record Opened(
            @Nullable Protocol protocol, @Nullable Throwable failure) {}

    private Opened open(String wanted) {
        Protocol protocol = null;
        try {
            protocol = make(wanted);
            protocol.open(this);
            return new Opened(protocol, null);
        } catch (IOException | RuntimeException | LinkageError failure) {
            return new Opened(protocol, failure);
        } catch (Error failure) {
            closeIfAny(protocol);
            throw failure;
        }
    }

    /**
     * Opens multicast on an I/O thread while this one opens the others: the first member of a JVM waits for classes and a
     * native library, and multicast for a beacon. Null if it is to be opened in turn.
     */
    private @Nullable CompletableFuture<Opened> multicastBeside() {
        String multicast = MulticastProtocol.ID;
        boolean isOurs = options.protocols.contains(multicast) && !options.customProtocols.containsKey(multicast);
        if (!isOurs || options.protocols.size() == 1 || !(io instanceof ElasticPool)) {
            return null;
        }
        CompletableFuture<Opened> opened = new CompletableFuture<>();
        try {
            io.execute(() -> opened.completeAsync(() -> open(multicast), Runnable::run));
            return opened;
        } catch (RuntimeException | Error noThread) {
            log.debug("no thread to open multicast beside the others", noThread);
            return null;
        }
    }

    private void take(String wanted, Opened opened) {
        Throwable failure = opened.failure;
        if (failure != null) {
            closeIfAny(opened.protocol);
            String why = String.valueOf(failure.getMessage());
            if (options.required.contains(wanted)) {
                throw new ProtocolUnavailableException(wanted, why, failure);
            }
            log.warn("protocol {} can't be used: {}", wanted, why);
            log.debug("why protocol {} can't be used", wanted, failure);
            notOpened.put(wanted, new Protocol.Condition(false, why));
            return;
        }
        Protocol protocol = Objects.requireNonNull(opened.protocol, "open, as there is no failure");
        working.add(protocol);
        // One may be open and wait for better times, as multicast does without an interface.
        Protocol.Condition condition = protocol.condition();
        if (options.required.contains(wanted) && !condition.works()) {
            throw new ProtocolUnavailableException(wanted, condition.detail());
        }
    }

    /** From now on what is received goes this way. */
    void connect(Inbound inbound, Runnable propsChanged, Runnable audienceChanged) {
        this.propsChanged = propsChanged;
        this.audienceChanged = audienceChanged;
        this.inbound = inbound;
    }

    List<Protocol> working() {
        return working;
    }

    List<String> announced() {
        return working.stream().map(Protocol::id).toList();
    }

    Map<String, Protocol.Condition> conditions() {
        Map<String, Protocol.Condition> conditions = new LinkedHashMap<>();
        for (String wanted : options.protocols) {
            Protocol.Condition failed = notOpened.get(wanted);
            if (failed != null) {
                conditions.put(wanted, failed);
            }
            for (Protocol protocol : working) {
                if (protocol.id().equals(wanted)) {
                    conditions.put(wanted, protocol.condition());
                }
            }
        }
        return conditions;
    }

    /** What each protocol that was opened found, by id. */
    Map<String, List<Protocol.Finding>> findings() {
        Map<String, List<Protocol.Finding>> findings = new LinkedHashMap<>();
        working.forEach(protocol -> findings.put(protocol.id(), protocol.findings()));
        return findings;
    }

    void close() {
        Inbound way = inbound;
        if (way != null) {
            way.leave();
        }
        working.forEach(ProtocolSet::close);
        inbound = null;
    }

    private static void closeIfAny(@Nullable Protocol protocol) {
        if (protocol != null) {
            close(protocol);
        }
    }

    private static void close(Protocol protocol) {
        try {
            protocol.close();
        } catch (RuntimeException failure) {
            log.warn("protocol {} did not close cleanly", protocol.id(), failure);
        }
    }

    private Protocol make(String wanted) {
        var custom = options.customProtocols.get(wanted);
        if (custom != null) {
            return custom.get();
        }
        return switch (wanted) {
            case "c" -> StandardProtocols.multicast(options);
            case "t" -> StandardProtocols.tcp(options);
            case "u" -> StandardProtocols.unix(options);
            default -> throw new IllegalStateException("the options let " + wanted + " through");
        };
    }

    @Override
    public MemberId self() {
        return id;
    }

    @Override
    public Receiver receiver(Origin origin) {
        return new LateReceiver(origin);
    }

    @Override
    public void propsChanged() {
        tell(propsChanged);
    }

    @Override
    public void audienceChanged() {
        tell(audienceChanged);
    }

    /** Before the member has joined nobody is there to be told: joining tells all. */
    private static void tell(@Nullable Runnable listener) {
        if (listener != null) {
            listener.run();
        }
    }

    @Override
    public Executor io() {
        return io;
    }

    @Override
    public ClusterRuntime runtime() {
        return options.runtime;
    }

    @Override
    public WaitingCallers callers() {
        return callers;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public boolean isLocalAddress(String address) {
        return options.host.isLocalAddress(address);
    }

    /** Finds its way in when the first bytes come. Used by one thread at a time. */
    private final class LateReceiver implements Receiver {
        private final Origin origin;
        private @Nullable Receiver receiver;

        LateReceiver(Origin origin) {
            this.origin = origin;
        }

        @Override
        public void stream(byte[] bytes, int offset, int length) {
            Receiver ready = ready();
            if (ready != null) {
                ready.stream(bytes, offset, length);
            }
        }

        @Override
        public void datagram(byte[] bytes, int offset, int length) {
            Receiver ready = ready();
            if (ready != null) {
                ready.datagram(bytes, offset, length);
            }
        }

        private @Nullable Receiver ready() {
            Inbound way = inbound;
            if (way == null) {
                counters.dropped(DropReason.NOT_JOINED);
                return null;
            }
            if (receiver == null) {
                receiver = way.receiver(origin);
            }
            return receiver;
        }
    }
}
