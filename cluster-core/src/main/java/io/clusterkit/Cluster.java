package io.clusterkit;

import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.hook.Hooks;
import io.clusterkit.hook.MemberHook;
import io.clusterkit.hook.PacketHook;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.TagEdit;
import io.clusterkit.member.Tags;
import io.clusterkit.packet.Channels;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.stream.StreamProtocol;
import io.clusterkit.query.Query;
import io.clusterkit.registry.Resolver;
import io.clusterkit.runtime.Counters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a cluster: finds the others on its host or network, asks them and is asked, tells and is told. Members
 * need no server; those that use the same multicast group and port find each other.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.join(options -> options
 *         .tags("quotes")
 *         .onQuery("quote", query -> Payload.of("42")))) {
 *     QueryResult prices = cluster.query("quote").to("quotes").data("ACME").ask().await();
 *     prices.answers().forEach(answer -> System.out.println(answer.member().sid() + ": " + answer.text()));
 * }
 * }</pre>
 *
 * <p>Thread-safe. A member that left may be started again; it is then a new one, with a new sid.
 */
public final class Cluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    private final ClusterOptions options;
    private final ClusterSettings settings;
    private final Counters counters = new Counters();
    private final Hooks hooks;
    private final Handlers handlers;
    private final Object lifecycle = new Object();
    private boolean warnedOfRemote; // guarded by lifecycle
    private @Nullable Ground prepared; // guarded by lifecycle
    private volatile MemberId id;
    private volatile Tags tags;
    private volatile Set<Long> channels;
    private volatile @Nullable Session session;

    private Cluster(ClusterOptions options) {
        this.options = options;
        this.settings = ClusterSettings.of(options);
        this.hooks = new Hooks(options.runtime.time(), counters);
        this.handlers = new Handlers(options.runtime.time(), counters);
        this.id = drawId();
        this.tags = options.tags;
        this.channels = options.channels;
        options.setUp.forEach(action -> action.accept(this));
    }

    /** Joins with the defaults: this host only, the original's group and port. */
    public static Cluster join() {
        return join(options -> {});
    }

    /** Joins with these options. */
    public static Cluster join(Consumer<ClusterOptions.Builder> options) {
        ClusterOptions.Builder builder = ClusterOptions.builder();
        options.accept(builder);
        return join(builder.build());
    }

    /** Joins with these options. */
    public static Cluster join(ClusterOptions options) {
        Cluster cluster = create(options);
        cluster.start();
        return cluster;
    }

    /**
     * Loads the classes and the native library that the first join of a JVM waits for otherwise, a quarter of a second or
     * so, by rehearsing it without a network. Opens and sends nothing; nobody is told. For another thread, early in the
     * start of an application.
     */
    public static void preload() {
        StandardProtocols.preload();
        ClusterOptions nowhere = ClusterOptions.builder()
                .protocols("t", ClusterOptions.BEACON)
                .protocol("t", () -> StreamProtocol.withoutSockets("t"))
                .protocol(ClusterOptions.BEACON, NoBeacon::new)
                .build();
        Cluster rehearsal = create(nowhere);
        rehearsal
                .newSession(new Ground(rehearsal.id, nowhere, rehearsal.counters))
                .close(); // it never joins: logs nothing
    }

    /** A member that opens no socket until {@link #start}: time to add handlers. */
    public static Cluster create(ClusterOptions options) {
        return new Cluster(options);
    }

    /**
     * Begins to open the protocols, so that {@link #start} need not wait for it. What comes in before that is dropped; what
     * fails is reported by {@link #start}. Undone by {@link #leave}. Protocols of one's own are opened by {@link #start},
     * and so are all others beside them. Does nothing if it is started or prepared. Does not block.
     */
    public void prepare() {
        synchronized (lifecycle) {
            if (session == null && prepared == null) {
                Ground ground = ground();
                ground.beginToOpen();
                prepared = ground;
            }
        }
    }

    /**
     * Opens the protocols and joins. Does nothing if it is started. Blocks for as long as opening sockets takes; a
     * protocol that can't be opened is left out with a warning.
     *
     * @throws ClusterException if no protocol could be opened, or one that is {@link ClusterOptions.Builder#required}
     */
    public void start() {
        synchronized (lifecycle) {
            if (session != null) {
                return;
            }
            Session opened = newSession(ground());
            session = opened; // before it joins: handlers that run then may ask and tell
            opened.join();
        }
    }

    /** What the next session stands on; guarded by lifecycle. */
    private Ground ground() {
        Ground ready = prepared;
        if (ready != null) {
            prepared = null;
            return ready;
        }
        if (options.remote > 0 && !warnedOfRemote) {
            warnedOfRemote = true;
            log.warn(
                    "remote={}: traffic leaves this host neither encrypted nor authenticated; whoever can send to {}"
                            + " is taken for a member",
                    options.remote,
                    options.place());
        }
        return new Ground(id, options, counters);
    }

    private Session newSession(Ground ground) {
        return new Session(ground, id, options, settings.heartbeat(), tags, () -> channels, hooks, handlers, counters);
    }

    /**
     * Leaves: tells the others, ends open queries, closes all sockets and threads. Does nothing if it is neither started
     * nor prepared. Takes at most about 1 s.
     */
    public void leave() {
        synchronized (lifecycle) {
            Ground unused = prepared;
            if (unused != null) {
                prepared = null;
                unused.abandon();
            }
            Session open = session;
            if (open == null) {
                return;
            }
            tags = open.beacon().tags();
            session = null;
            open.close();
            id = drawId();
        }
    }

    /**
     * Takes no new work from now on: no resolver of another member means this one any more, by its tags or when all are
     * meant, although it stays known to them, answers what was asked before, and asks and sends as ever. It is announced
     * without tags, so that members of the original do not find it by them either; {@link #tags()} keeps them. To be
     * called before {@link #leave}; a member that starts again is not draining. Does nothing if it is not started.
     *
     * <pre>{@code
     * cluster.drain();
     * cluster.drained().completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).join();
     * cluster.leave();
     * }</pre>
     */
    public void drain() {
        Session open = session;
        if (open != null) {
            open.drain();
        }
    }

    /**
     * Completes when since {@link #drain} there was nothing under way for 50 ms: no query or event was being handled, no
     * packet waited for a handler, no query of this member was open. Also when the member leaves, or is not started.
     */
    public CompletableFuture<Void> drained() {
        Session open = session;
        return open == null ? CompletableFuture.completedFuture(null) : open.drained();
    }

    /** Whether this member takes no new work, since {@link #drain}. */
    public boolean isDraining() {
        Session open = session;
        return open != null && open.beacon().isDraining();
    }

    /** As {@link #leave}. */
    @Override
    public void close() {
        leave();
    }

    public boolean isStarted() {
        return session != null;
    }

    /** Who this member is; a new sid after each {@link #leave}. */
    public MemberId id() {
        return id;
    }

    /** What this member runs with. */
    public ClusterSettings options() {
        return settings;
    }

    /** This member's tags. */
    public Tags tags() {
        Session open = session;
        return open == null ? tags : open.beacon().tags();
    }

    /** Changes this member's tags and returns what they are then; the others learn of it at once. */
    public Tags tags(TagEdit edit) {
        synchronized (lifecycle) {
            Session open = session;
            tags = open == null ? edit.applyTo(tags) : open.beacon().edit(edit);
            return tags;
        }
    }

    /** The channels this member is on, 0, 1 and 2 among them. */
    public Set<Long> channels() {
        return new TreeSet<>(channels);
    }

    /** Takes packets on this channel from now on. */
    public void joinChannel(long channel) {
        OptionChecks.channel("channel", channel);
        changeChannels(now -> now.add(channel));
    }

    /**
     * Ignores packets on this channel from now on.
     *
     * @throws IllegalArgumentException for 0, 1 and 2
     */
    public void leaveChannel(long channel) {
        if (Channels.isFixed(channel)) {
            throw new IllegalArgumentException("channels 0, 1 and 2 can't be left");
        }
        changeChannels(now -> now.remove(channel));
    }

    /** The other members, in the order they were found. */
    public List<Member> members() {
        Session open = session;
        return open == null ? List.of() : open.members();
    }

    /** How many other members are known. */
    public int knownMembers() {
        Session open = session;
        return open == null ? 0 : open.snapshot().size();
    }

    /** The member with this sid or uuid. */
    public Optional<Member> member(String sidOrUuid) {
        return members().stream()
                .filter(member ->
                        member.sid().equals(sidOrUuid) || member.uuid().equals(sidOrUuid))
                .findFirst();
    }

    /**
     * The other members that have each of these words: tags, hid, sid, address, {@code localhost}. A
     * {@linkplain Member#isDraining() draining} one is not among them; {@link #member} and {@link #members} tell of it.
     */
    public List<Member> resolve(String... words) {
        return resolve(Resolver.words(List.of(words)));
    }

    /** The other members that are meant, without {@linkplain Member#isDraining() draining} ones. */
    public List<Member> resolve(Resolver resolver) {
        Session open = session;
        return open == null ? List.of() : open.resolve(resolver);
    }

    /** Whether this member has each of these words: tags, hid, sid, any address of its host, {@code localhost}. */
    public boolean resolveSelf(String... words) {
        return resolveSelf(Resolver.words(List.of(words)));
    }

    /** Whether this member is meant. */
    public boolean resolveSelf(Resolver resolver) {
        return resolver.test(new Self(id, tags(), options.host));
    }

    /** A query without a name, as originals ask and answer it. */
    public QueryCall query() {
        return new QueryCall(open(), null, options.queryTimeout);
    }

    /** A query for the members' handlers of this name. */
    public QueryCall query(String name) {
        return new QueryCall(open(), requireName(name), options.queryTimeout);
    }

    /** A message to members that wants no answer. */
    public EventCall event() {
        return new EventCall(open());
    }

    /**
     * Asks again who is there; at most once in 30 s.
     *
     * @return whether it asked
     */
    public boolean discover() {
        return open().discover();
    }

    /** Sends a heartbeat now, with tags and properties. */
    public void heartbeat() {
        open().heartbeat(Channels.BROADCAST);
    }

    /** Sends a heartbeat now, with tags and properties, to members on this channel; the next one comes when it is due. */
    public void heartbeat(long channel) {
        open().heartbeat(OptionChecks.channel("channel", channel));
    }

    /** The next heartbeat comes after this delay instead of when it is due; of several calls the last counts. */
    public void heartbeatAfter(Duration delay) {
        open().heartbeatAfter(OptionChecks.atLeast("delay", delay, Duration.ZERO));
    }

    /**
     * Answers queries of this name.
     *
     * @throws IllegalStateException if there is a handler of this name already
     */
    public Registration onQuery(String name, QueryFunction handler) {
        return handlers.add(requireName(name), Handlers.async(handler));
    }

    /**
     * Answers queries of this name, later.
     *
     * @throws IllegalStateException if there is a handler of this name already
     */
    public Registration onQueryAsync(String name, AsyncQueryFunction handler) {
        return handlers.add(requireName(name), handler);
    }

    /**
     * Answers queries without a name.
     *
     * @throws IllegalStateException if there is such a handler already
     */
    public Registration onQuery(QueryFunction handler) {
        return handlers.add(null, Handlers.async(handler));
    }

    /**
     * Answers queries without a name, later.
     *
     * @throws IllegalStateException if there is such a handler already
     */
    public Registration onQueryAsync(AsyncQueryFunction handler) {
        return handlers.add(null, handler);
    }

    /** Takes events; each handler gets each event, in the order they were added. */
    public Registration onEvent(EventHandler handler) {
        return handlers.add(handler);
    }

    /** Is told when this member joins and leaves, and of members found and lost. */
    public Registration addListener(ClusterListener listener) {
        return handlers.add(listener);
    }

    /**
     * Sees packets at a point, may change or stop them.
     *
     * @param scope on which channels and protocols
     * @param order lower ones run first
     * @throws IllegalArgumentException if the point is not one for packets, or if the scope names protocols and none is
     *     settled there ({@link HookPoint#isProtocolSettled})
     */
    public Registration hook(HookPoint point, HookScope scope, int order, PacketHook hook) {
        return hooks.add(point, scope, order, hook)::run;
    }

    /**
     * Sees members at a point.
     *
     * @param order lower ones run first
     * @throws IllegalArgumentException if the point is not one for members
     */
    public Registration hook(HookPoint point, int order, MemberHook hook) {
        return hooks.add(point, order, hook)::run;
    }

    /** Ids of this member's protocols, the one others should use first at the front; empty unless started. */
    public List<String> protocols() {
        Session open = session;
        return open == null ? List.of() : open.announcedProtocols();
    }

    /** Whether each wanted protocol works, by id; empty unless started. */
    public Map<String, Protocol.Condition> protocolConditions() {
        Session open = session;
        return open == null ? Map.of() : new LinkedHashMap<>(open.conditions());
    }

    /** Why this member and others can't see each other, as far as it can tell. */
    public Diagnosis diagnosis() {
        Session open = session;
        return Diagnosis.of(
                settings, protocolConditions(), open == null ? Map.of() : open.findings(), counters(), knownMembers());
    }

    /** How many queries of this member are open. */
    public int openQueries() {
        Session open = session;
        return open == null ? 0 : open.queries().size();
    }

    /** The queries of this member that are open, in no order. */
    public List<Query> queries() {
        Session open = session;
        return open == null ? List.of() : open.queries().queries();
    }

    /** How many packets wait for this member's handlers. */
    public int waitingPackets() {
        Session open = session;
        return open == null ? 0 : open.waitingPackets();
    }

    /**
     * How much waits in each of this member's queues, by the queue's name: {@code events} for handlers, {@code hooks},
     * {@code handlers} for a thread, {@code listeners}, {@code broadcasts} for hooks, {@code loop}, {@code io} for a
     * thread, and {@code frames-<id>} to be written by a protocol. Empty unless started.
     */
    public Map<String, Integer> queueDepths() {
        Session open = session;
        return open == null ? Map.of() : open.queueDepths();
    }

    /** What was counted by this name since this object was made; 0 if nothing was. */
    public long counter(String name) {
        return counters.get(name);
    }

    /** What was counted since this object was made, by name. */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    private Session open() {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("this member is not started; call start() first");
        }
        return open;
    }

    private void changeChannels(Consumer<Set<Long>> change) {
        synchronized (lifecycle) {
            Set<Long> changed = new TreeSet<>(channels);
            change.accept(changed);
            channels = Set.copyOf(changed);
        }
    }

    private MemberId drawId() {
        return MemberId.draw(options.host.hid(), options.runtime.random());
    }

    private static String requireName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a query's name must not be empty; leave it out for one without a name");
        }
        return name;
    }
}
