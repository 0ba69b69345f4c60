package io.clusterkit.boot.client;

import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.QueryFunction;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One member that asks and others that answer "quote", or don't. */
final class ClientNetwork implements AutoCloseable {
    private final TestNetwork network = new TestNetwork();
    private final Cluster asker;
    private int others;

    ClientNetwork() {
        this(options -> options.tags("desk"));
    }

    ClientNetwork(Consumer<ClusterOptions.Builder> askersOptions) {
        asker = network.join(askersOptions);
    }

    Cluster asker() {
        return asker;
    }

    ClusterTemplate template() {
        return new ClusterTemplate(asker, new QuoteConverter());
    }

    <T> T client(Class<T> type) {
        return new ClusterClients(template(), new QuoteConverter()).create(type);
    }

    /** Answers {@code <symbol> <price>}. */
    Cluster quotes(int price, String... tags) {
        return answers(query -> Payload.of(query.text() + " " + price), tags);
    }

    /** Answers with an error. */
    Cluster fails(String error, String... tags) {
        return answers(
                query -> {
                    throw new IllegalStateException(error);
                },
                tags);
    }

    Cluster answers(QueryFunction answer, String... tags) {
        return met(network.join(
                options -> options.tags(tags).onQuery("quote", answer).onQuery(answer)));
    }

    /** Never answers. */
    Cluster hangs(String... tags) {
        Cluster member = network.join(options -> options.tags(tags));
        member.onQueryAsync("quote", query -> new CompletableFuture<>());
        return met(member);
    }

    /** The asker's picture of another. */
    Member seen(Cluster other) {
        return asker.member(other.id().sid()).orElseThrow();
    }

    private Cluster met(Cluster member) {
        others++;
        int known = others;
        await().until(() -> asker.members().size() == known);
        return member;
    }

    @Override
    public void close() {
        network.close();
    }
}
