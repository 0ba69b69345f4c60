package io.clusterkit.sample;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Asks all quote members for a price, once, as soon as those of this JVM are found, and shows who answered. */
@Component
class Desk {
    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    private final Cluster cluster;
    private final Companions companions;
    private final AtomicBoolean asked = new AtomicBoolean();

    Desk(Cluster cluster, Companions companions) {
        this.cluster = cluster;
        this.companions = companions;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() throws InterruptedException {
        askOnceAllAreFound();
    }

    @ClusterHook(point = HookPoint.MEMBER_DISCOVERED)
    void found() throws InterruptedException {
        askOnceAllAreFound();
    }

    private void askOnceAllAreFound() throws InterruptedException {
        var awaited = companions.ids();
        var found = cluster.resolve("quotes").stream().map(Member::id).toList();
        if (!awaited.isEmpty() && found.containsAll(awaited) && asked.compareAndSet(false, true)) {
            QueryResult prices = cluster.query("quote")
                    .to("quotes")
                    .data("ACME")
                    .timeout(Duration.ofSeconds(2))
                    .ask()
                    .await();
            log.info("asked all quote members for ACME:{}", table(prices.outcomes()));
        }
    }

    private static String table(List<QueryOutcome> outcomes) {
        StringBuilder table = new StringBuilder();
        for (QueryOutcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n    %-10s %-9s %10s  by %s in %.1f ms",
                    outcome.member().sid(),
                    outcome.status(),
                    outcome.payload() == null ? outcome.error() : outcome.text(),
                    outcome.protocol(),
                    outcome.elapsed().toNanos() / 1e6));
        }
        return table.toString();
    }
}
