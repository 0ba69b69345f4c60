package io.clusterkit.benchmarks.node;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A member of ours with its defaults, handlers in plain Java. Where one protocol is measured, it is the one option set. */
final class ClusterNode implements Node {
    static final String ECHO = "echo";

    private final Cluster cluster;
    private @Nullable Member other;

    ClusterNode(Cluster cluster) {
        this.cluster = cluster;
    }

    static ClusterNode open(NodeSettings settings, Receiver receiver, String... protocols) {
        ClusterOptions.Builder options = ClusterOptions.builder()
                .address(settings.group())
                .port(settings.port())
                .tags("benchmark");
        if (protocols.length > 0) {
            options.protocols(protocols);
        }
        if (settings.isServer()) {
            options.onQuery(
                            ECHO,
                            query -> Payload.of(receiver.asked(query.payload().asBytes())))
                    .onEvent(event -> receiver.told(event.payload().asBytes(), 0));
        }
        return new ClusterNode(Cluster.join(options.build()));
    }

    @Override
    public int others() {
        return cluster.knownMembers();
    }

    private Member other() {
        Member known = other;
        if (known == null) {
            known = cluster.members().get(0);
            other = known;
        }
        return known;
    }

    @Override
    public byte[] ask(byte[] question) throws InterruptedException {
        QueryResult result =
                cluster.query(ECHO).to(other()).data(Payload.of(question)).ask().await();
        return result.firstAnswer()
                .map(QueryOutcome::payload)
                .orElseThrow(() -> new IllegalStateException("no answer: " + result))
                .asBytes();
    }

    @Override
    public int askAll(byte[] question) throws InterruptedException {
        List<?> answers =
                cluster.query(ECHO).data(Payload.of(question)).ask().await().answers();
        return answers.size();
    }

    @Override
    public void tell(byte[] event) {
        // What did not arrive is seen by who counts.
        CompletableFuture<?> unused =
                cluster.event().to(other()).data(Payload.of(event)).send();
    }

    @Override
    public void tellAll(byte[] event) {
        CompletableFuture<?> unused =
                cluster.event().broadcast(false).data(Payload.of(event)).send();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
