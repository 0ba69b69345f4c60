package io.clusterkit;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.hook.MemberHook;
import io.clusterkit.hook.PacketHook;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.unix.UnixOptions;
import io.clusterkit.registry.MemberRegistry;
import io.clusterkit.routing.RoutingOptions;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Host;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a member is to be. Immutable; every value is checked when it is set, and a bad one is named with its range. */
public final class ClusterOptions {
    /** The original's multicast group. */
    public static final String DEFAULT_ADDRESS = "230.230.230.230";

    /** Id of the protocol that every member has: the beacon's multicast. */
    static final String BEACON = "c";

    /** The original's multicast port. */
    public static final int DEFAULT_PORT = 23_000;

    public static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

    /** Without a fixed one, a member draws its heartbeat interval between these two, as the original does. */
    public static final Duration SHORTEST_DEFAULT_HEARTBEAT = Duration.ofSeconds(110);

    public static final Duration LONGEST_DEFAULT_HEARTBEAT = Duration.ofSeconds(140);

    public static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofSeconds(30);

    /** Datagrams up to this size are not cut on their way through common networks. */
    public static final int DEFAULT_MAX_DATAGRAM_BYTES = 1200;

    /** What UDP over IPv4 can carry. */
    public static final int LARGEST_DATAGRAM_BYTES = 65_507;

    private static final Set<String> STANDARD_PROTOCOLS = Set.of("u", "t", BEACON);

    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    final String name;
    final InetAddress address;
    final int port;
    final int remote;
    final Duration ttl;
    final @Nullable Duration heartbeat;
    final Set<Long> channels;
    final Tags tags;
    final List<String> protocols;
    final Map<String, Supplier<Protocol>> customProtocols;
    final MulticastOptions multicast;
    final TcpOptions tcp;
    final UnixOptions unix;
    final RoutingOptions routing;
    final Set<String> required;
    final int maxMembers;
    final Duration queryTimeout;
    final int maxFrameBytes;
    final @Nullable Executor handlerExecutor;
    final ClusterRuntime runtime;
    final Host host;
    final @Nullable CallObserver observer;
    final List<Consumer<Cluster>> setUp;

    private ClusterOptions(Builder from) {
        ClusterName named = ClusterName.of(from.name);
        name = named == null ? "" : named.text();
        address = named == null ? from.address() : named.group();
        port = named == null ? from.port() : named.port();
        remote = from.remote;
        ttl = from.ttl;
        heartbeat = from.heartbeat;
        channels = Set.copyOf(from.channels);
        tags = from.tags;
        protocols = List.copyOf(from.protocols);
        customProtocols = new LinkedHashMap<>(from.customProtocols);
        multicast = from.more
                .multicast()
                .group(address)
                .port(port)
                .timeToLive(remote)
                .interfaces(from.interfaces)
                .maxDatagramBytes(from.maxDatagramBytes)
                .build();
        tcp = from.more.tcp(from.maxFrameBytes);
        unix = from.more.unix(from.maxFrameBytes);
        routing = from.more.send();
        required = Set.copyOf(from.required);
        maxMembers = from.maxMembers;
        queryTimeout = from.queryTimeout;
        maxFrameBytes = from.maxFrameBytes;
        handlerExecutor = from.handlerExecutor;
        runtime = from.runtime;
        host = from.host;
        observer = from.observer;
        setUp = List.copyOf(from.setUp);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where members meet, for people. */
    String place() {
        String where = "group=" + address.getHostAddress() + ":" + port;
        return name.isEmpty() ? where : "name=" + name + " " + where;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String name = "";
        private @Nullable InetAddress address;
        private @Nullable Integer port;
        private int remote;
        private Duration ttl = DEFAULT_TTL;
        private @Nullable Duration heartbeat;
        private final Set<Long> channels = new TreeSet<>(List.of(Channels.BROADCAST, Channels.SYSTEM, Channels.LAN));
        private Tags tags = Tags.none();
        private List<String> protocols = List.of("u", "t", BEACON);
        private final Map<String, Supplier<Protocol>> customProtocols = new LinkedHashMap<>();
        private List<String> interfaces = List.of();
        private final ProtocolOptions more = new ProtocolOptions();
        private List<String> required = List.of();
        private int maxMembers = MemberRegistry.DEFAULT_MAX_MEMBERS;
        private Duration queryTimeout = DEFAULT_QUERY_TIMEOUT;
        private int maxDatagramBytes = DEFAULT_MAX_DATAGRAM_BYTES;
        private int maxFrameBytes = PacketCodec.DEFAULT_MAX_FRAME_BYTES;
        private @Nullable Executor handlerExecutor;
        private ClusterRuntime runtime = ClusterRuntime.system();
        private Host host = Host.system();
        private @Nullable CallObserver observer;
        private final List<Consumer<Cluster>> setUp = new ArrayList<>();

        private Builder() {}

        /**
         * The cluster's name: keeps it apart from others by a multicast group and port of its own, made of the name, instead
         * of {@link #address} and {@link #port}. Default empty: the original's. Keeps out nobody who wants to come in.
         */
        public Builder name(String name) {
            ClusterName.of(name);
            this.name = name;
            return this;
        }

        /** The multicast group, an IPv4 or IPv6 address; default {@value ClusterOptions#DEFAULT_ADDRESS}. */
        public Builder address(String address) {
            this.address = OptionChecks.group(address);
            return this;
        }

        /** The multicast port, 1 to 65535; default {@value ClusterOptions#DEFAULT_PORT}. */
        public Builder port(int port) {
            this.port = OptionChecks.inRange("port", port, 1, 65_535);
            return this;
        }

        /** How many hops packets may go, 0 to 255; 0, the default, is this host only. */
        public Builder remote(int hops) {
            this.remote = OptionChecks.inRange("remote", hops, 0, 255);
            return this;
        }

        /** How long a member is known that is not heard, at least 1 s; default 600 s. */
        public Builder ttl(Duration ttl) {
            this.ttl = OptionChecks.atLeast("ttl", ttl, Duration.ofSeconds(1));
            return this;
        }

        /** From one heartbeat to the next, at least 100 ms; default a random one between 110 and 140 s, with a ttl below 280 s shorter in proportion. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = OptionChecks.atLeast("heartbeat", heartbeat, SHORTEST_HEARTBEAT);
            return this;
        }

        /**
         * Channels to be on beside 0, 1 and 2; not negative, and none that originals misread: 18112 and each 16384
         * above it.
         */
        public Builder channels(long... channels) {
            for (long channel : channels) {
                OptionChecks.channel("channels", channel);
                this.channels.add(channel);
            }
            return this;
        }

        /** The member's tags, each once, in this order. */
        public Builder tags(String... tags) {
            return tags(List.of(tags));
        }

        /** The member's tags, each once, in this order. */
        public Builder tags(Collection<String> tags) {
            if (tags.contains("")) {
                throw new IllegalArgumentException("tags must not be empty text");
            }
            this.tags = Tags.of(tags);
            return this;
        }

        /**
         * Protocols by id, the one others should use first at the front; default {@code u}, {@code t}, {@code c}. The beacon's
         * {@code c} is added at the end if it is missing.
         */
        public Builder protocols(String... protocols) {
            List<String> wanted = new ArrayList<>(OptionChecks.protocolIds(protocols));
            if (!wanted.contains(BEACON)) {
                wanted.add(BEACON);
            }
            this.protocols = wanted;
            return this;
        }

        /**
         * Protocols that must work when the member starts, else it does not; those that it does not have do not matter.
         * Default none: one that can't be used is left out with a warning.
         */
        public Builder required(String... protocols) {
            this.required = OptionChecks.protocolIds(protocols);
            return this;
        }

        /**
         * A protocol of your own, or instead of one of ours with the same id. It is used if {@link #protocols} names
         * it.
         *
         * @param factory called at each start for a new, unopened one
         */
        public Builder protocol(String id, Supplier<Protocol> factory) {
            OptionChecks.protocolId(id);
            customProtocols.put(id, factory);
            return this;
        }

        /**
         * Where multicast goes: names, patterns ({@code eth*}) or networks ({@code 10.0.0.0/8}), the first that works;
         * default empty: found by trying.
         */
        public Builder interfaces(String... interfaces) {
            MulticastOptions.builder().interfaces(List.of(interfaces)).build(); // fails for what is none of the three
            this.interfaces = List.of(interfaces);
            return this;
        }

        /**
         * Template of the path of this member's Unix socket: {@code dir/name.ext} becomes {@code dir/name-SID.ext}.
         * Default: in a directory of this user's among the temporary files.
         */
        public Builder unixPath(Path path) {
            return unix(options -> options.path(path));
        }

        /** What only protocol {@code c} knows: the receive buffer. The rest has options of its own here. */
        public Builder multicast(Consumer<MulticastOptions.Builder> options) {
            more.addMulticast(options);
            return this;
        }

        /** The options of protocol {@code t}; its largest frame is {@link #maxFrameBytes}. */
        public Builder tcp(Consumer<TcpOptions.Builder> options) {
            more.addTcp(options);
            return this;
        }

        /** The options of protocol {@code u}; its largest frame is {@link #maxFrameBytes}. */
        public Builder unix(Consumer<UnixOptions.Builder> options) {
            more.addUnix(options);
            return this;
        }

        /** How the member sends unless a call says otherwise. */
        public Builder send(Consumer<RoutingOptions.Builder> options) {
            more.addSend(options);
            return this;
        }

        /** How many other members are known at most, 1 to 1000000; more are ignored. Default 10000. */
        public Builder maxMembers(int members) {
            this.maxMembers = OptionChecks.inRange("maxMembers", members, 1, 1_000_000);
            return this;
        }

        /** How long a query waits for answers unless it says otherwise, at least 1 ms; default 30 s. */
        public Builder queryTimeout(Duration timeout) {
            this.queryTimeout = OptionChecks.atLeast("queryTimeout", timeout, Duration.ofMillis(1));
            return this;
        }

        /**
         * Larger packets never go by multicast, 256 to 65507 bytes; default 1200. Originals read 4096 bytes of a datagram:
         * with them in the cluster stay at or below that.
         */
        public Builder maxDatagramBytes(int bytes) {
            this.maxDatagramBytes = OptionChecks.inRange("maxDatagramBytes", bytes, 256, LARGEST_DATAGRAM_BYTES);
            return this;
        }

        /** Larger packets are neither sent nor taken, 1 KiB to 1 GiB; default 4 MiB. */
        public Builder maxFrameBytes(int bytes) {
            this.maxFrameBytes = OptionChecks.inRange("maxFrameBytes", bytes, 1024, 1 << 30);
            return this;
        }

        /**
         * Runs handlers, hooks and listeners; its tasks may block. It stays the caller's to end. Default: an own pool of
         * at most 256 daemon threads that grows as needed.
         */
        public Builder handlerExecutor(Executor executor) {
            this.handlerExecutor = executor;
            return this;
        }

        /** Time, threads and chance; default the system's. For tests. */
        public Builder runtime(ClusterRuntime runtime) {
            this.runtime = runtime;
            return this;
        }

        /** The host the member is on; default this one. For tests. */
        public Builder host(Host host) {
            this.host = host;
            return this;
        }

        /** Looks on at calls, instead of one set before; default nobody, which costs nothing. */
        public Builder observer(CallObserver observer) {
            this.observer = observer;
            return this;
        }

        /** Answers queries of this name. See {@link Cluster#onQuery(String, QueryFunction)}. */
        public Builder onQuery(String name, QueryFunction handler) {
            return setUp(cluster -> cluster.onQuery(name, handler));
        }

        /** Answers queries without a name. See {@link Cluster#onQuery(QueryFunction)}. */
        public Builder onQuery(QueryFunction handler) {
            return setUp(cluster -> cluster.onQuery(handler));
        }

        /** Takes events. See {@link Cluster#onEvent}. */
        public Builder onEvent(EventHandler handler) {
            return setUp(cluster -> cluster.onEvent(handler));
        }

        /** Is told of members. See {@link Cluster#addListener}. */
        public Builder listener(ClusterListener listener) {
            return setUp(cluster -> cluster.addListener(listener));
        }

        /** Sees packets at a point. See {@link Cluster#hook(HookPoint, HookScope, int, PacketHook)}. */
        public Builder hook(HookPoint point, PacketHook hook) {
            return setUp(cluster -> cluster.hook(point, HookScope.EVERYWHERE, 0, hook));
        }

        /** Sees members at a point. See {@link Cluster#hook(HookPoint, int, MemberHook)}. */
        public Builder memberHook(HookPoint point, MemberHook hook) {
            return setUp(cluster -> cluster.hook(point, 0, hook));
        }

        /** Done to the cluster before it starts: handlers added here exist before the first packet. */
        public Builder setUp(Consumer<Cluster> action) {
            setUp.add(action);
            return this;
        }

        /**
         * Checks what goes together.
         *
         * @throws IllegalArgumentException if two options do not
         * @throws ClusterException if a protocol is named that there is not
         */
        public ClusterOptions build() {
            if (heartbeat != null && heartbeat.compareTo(ttl) >= 0) {
                throw new IllegalArgumentException("heartbeat must be shorter than ttl, else members forget each other"
                        + " between two beats, but is " + heartbeat + " with a ttl of " + ttl);
            }
            if (!name.isEmpty() && (address != null || port != null)) {
                throw new IllegalArgumentException("name stands for a group and port of its own, so it must not be set"
                        + " together with address or port, but is \"" + name + "\" with "
                        + (address == null ? "port " + port : "address " + address.getHostAddress()));
            }
            OptionChecks.areAmong(
                    protocols, "send: option protocols", more.send().protocols());
            for (String id : protocols) {
                if (!STANDARD_PROTOCOLS.contains(id) && !customProtocols.containsKey(id)) {
                    throw new ClusterException("protocols names \"" + id + "\", which is none of u, t, c"
                            + (customProtocols.isEmpty() ? "" : " and " + customProtocols.keySet())
                            + "; add a protocol of your own by ClusterOptions.Builder.protocol(id, factory)");
                }
            }
            return new ClusterOptions(this);
        }

        private InetAddress address() {
            return address == null ? OptionChecks.group(DEFAULT_ADDRESS) : address;
        }

        private int port() {
            return port == null ? DEFAULT_PORT : port;
        }
    }
}
