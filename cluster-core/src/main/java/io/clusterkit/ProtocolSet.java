package io.clusterkit;

import io.clusterkit.inbound.Inbound;
import io.clusterkit.member.MemberId;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.DropReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final List<Protocol> working = new ArrayList<>();
    private final Map<String, Protocol.Condition> notOpened = new LinkedHashMap<>();
    private volatile @Nullable Inbound inbound;
    private volatile @Nullable Runnable propsChanged;
    private volatile @Nullable Runnable audienceChanged;

    ProtocolSet(MemberId id, ClusterOptions options, Executor io, Counters counters) {
        this.id = id;
        this.options = options;
        this.io = io;
        this.counters = counters;
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
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private void openAll() {
        for (String wanted : options.protocols) {
            Protocol protocol = null;
            try {
                protocol = make(wanted);
                protocol.open(this);
                working.add(protocol);
            } catch (IOException | RuntimeException | LinkageError failure) {
                if (options.required.contains(wanted)) {
                    if (protocol != null) {
                        close(protocol);
                    }
                    throw new ProtocolUnavailableException(wanted, String.valueOf(failure.getMessage()), failure);
                }
                log.warn("protocol {} can't be used: {}", wanted, failure.getMessage());
                log.debug("why protocol {} can't be used", wanted, failure);
                notOpened.put(wanted, new Protocol.Condition(false, String.valueOf(failure.getMessage())));
                if (protocol != null) {
                    close(protocol);
                }
                continue;
            }
            // One may be open and wait for better times, as multicast does without an interface.
            Protocol.Condition condition = protocol.condition();
            if (options.required.contains(wanted) && !condition.works()) {
                throw new ProtocolUnavailableException(wanted, condition.detail());
            }
        }
        if (working.isEmpty()) {
            throw new ClusterException("none of the protocols " + options.protocols + " could be opened: " + notOpened
                    + "; look at cluster.address, cluster.port and cluster.interfaces");
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
        inbound = null;
        working.forEach(ProtocolSet::close);
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
