package io.clusterkit.boot.client;

import io.clusterkit.Cluster;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.member.Member;
import io.clusterkit.registry.Resolver;
import java.util.List;
import java.util.Optional;

/**
 * {@link ClusterOperations} of one member.
 *
 * <pre>{@code
 * Quote quote = template.queryForObject("quote", "ACME", Quote.class, "quotes");
 *
 * Answers<Quote> quotes = template.query("quote").to("quotes").payload("ACME")
 *         .timeout(Duration.ofSeconds(2))
 *         .all(Quote.class);
 * }</pre>
 */
public class ClusterTemplate implements ClusterOperations {
    private final Cluster cluster;
    private final PayloadConverter converter;

    public ClusterTemplate(Cluster cluster, PayloadConverter converter) {
        this.cluster = cluster;
        this.converter = converter;
    }

    @Override
    public QuerySpec query(String name) {
        return new TemplateQuery(name, () -> cluster.query(name), converter);
    }

    @Override
    public QuerySpec query() {
        return new TemplateQuery(null, cluster::query, converter);
    }

    @Override
    public EventSpec event() {
        return new TemplateEvent(cluster, converter);
    }

    @Override
    public List<Member> members(String... words) {
        return cluster.resolve(words);
    }

    @Override
    public List<Member> members(Resolver resolver) {
        return cluster.resolve(resolver);
    }

    @Override
    public Optional<Member> member(String sidOrUuid) {
        return cluster.member(sidOrUuid);
    }
}
