package io.clusterkit.benchmarks.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is compared: raw sockets, Spring Integration, ours, peers. */
public enum SystemUnderTest {
    RAW_TCP("raw TCP", Kind.RAW),
    RAW_TCP_MULTIPLEXED("raw TCP -m", Kind.RAW),
    RAW_TCP_BATCHED("raw TCP -b", Kind.RAW),
    RAW_UNIX("raw junixsocket", Kind.RAW),
    RAW_UNIX_MULTIPLEXED("raw junixsocket -m", Kind.RAW),
    RAW_UNIX_BATCHED("raw junixsocket -b", Kind.RAW),
    RAW_MULTICAST("raw UDP multicast", Kind.RAW),
    SPRING_INTEGRATION("Spring Integration batched", Kind.RAW),
    CLUSTER("cluster", Kind.OURS),
    CLUSTER_T("cluster t", Kind.OURS),
    CLUSTER_U("cluster u", Kind.OURS),
    STARTER_T("starter t", Kind.OURS),
    STARTER_U("starter u", Kind.OURS),
    JGROUPS_UDP("JGroups udp", Kind.PEER),
    JGROUPS_TCP("JGroups tcp", Kind.PEER),
    JGROUPS_LOW_LATENCY("JGroups tcp low latency", Kind.PEER),
    JGROUPS_UDP_128K("JGroups udp 128k", Kind.PEER),
    HAZELCAST_TOPIC("Hazelcast topic", Kind.PEER),
    HAZELCAST_EXECUTOR("Hazelcast executor", Kind.PEER),
    SCALECUBE("ScaleCube", Kind.PEER);

    /** What it is compared as. */
    public enum Kind {
        RAW,
        OURS,
        PEER
    }

    private final String label;
    private final Kind kind;

    SystemUnderTest(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether a target may depend on its figures between two JVMs or in a group; the others are far behind the best. */
    public boolean isContender() {
        return this != RAW_MULTICAST && this != HAZELCAST_EXECUTOR && this != SCALECUBE;
    }

    /** The name used on command lines. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static SystemUnderTest of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no system \"" + id + "\"; there are "
                        + Arrays.stream(values()).map(SystemUnderTest::id).collect(Collectors.joining(", "))));
    }

    /** The one with this label. */
    public static SystemUnderTest labelled(String label) {
        return Arrays.stream(values())
                .filter(system -> system.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no system \"" + label + "\""));
    }

    /** Opens a member. Blocks until it takes part; others may not see it yet. */
    public Node open(NodeSettings settings, Receiver receiver) throws Exception {
        return switch (this) {
            case RAW_TCP -> RawStreamNode.open(RawSockets.tcp(), RawStreamNode.Style.PING_PONG, settings, receiver);
            case RAW_TCP_MULTIPLEXED ->
                RawStreamNode.open(RawSockets.tcp(), RawStreamNode.Style.MULTIPLEXED, settings, receiver);
            case RAW_TCP_BATCHED ->
                RawStreamNode.open(RawSockets.tcp(), RawStreamNode.Style.BATCHED, settings, receiver);
            case RAW_UNIX -> RawStreamNode.open(RawSockets.unix(), RawStreamNode.Style.PING_PONG, settings, receiver);
            case RAW_UNIX_MULTIPLEXED ->
                RawStreamNode.open(RawSockets.unix(), RawStreamNode.Style.MULTIPLEXED, settings, receiver);
            case RAW_UNIX_BATCHED ->
                RawStreamNode.open(RawSockets.unix(), RawStreamNode.Style.BATCHED, settings, receiver);
            case RAW_MULTICAST -> new RawMulticastNode(settings, receiver);
            case SPRING_INTEGRATION -> SpringIntegrationNode.open(settings, receiver);
            case CLUSTER -> ClusterNode.open(settings, receiver);
            case CLUSTER_T -> ClusterNode.open(settings, receiver, "t");
            case CLUSTER_U -> ClusterNode.open(settings, receiver, "u");
            case STARTER_T -> StarterNode.open("t", settings, receiver);
            case STARTER_U -> StarterNode.open("u", settings, receiver);
            case JGROUPS_UDP -> JGroupsNode.open(JGroupsNode.Stack.UDP, settings, receiver);
            case JGROUPS_TCP -> JGroupsNode.open(JGroupsNode.Stack.TCP, settings, receiver);
            case JGROUPS_LOW_LATENCY -> JGroupsNode.open(JGroupsNode.Stack.LOW_LATENCY, settings, receiver);
            case JGROUPS_UDP_128K -> JGroupsNode.open(JGroupsNode.Stack.UDP_128K, settings, receiver);
            case HAZELCAST_TOPIC -> HazelcastNode.open(true, settings, receiver);
            case HAZELCAST_EXECUTOR -> HazelcastNode.open(false, settings, receiver);
            case SCALECUBE -> ScaleCubeNode.open(settings, receiver);
        };
    }
}
