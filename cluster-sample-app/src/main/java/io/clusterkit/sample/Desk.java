package io.clusterkit.sample;

import io.clusterkit.Cluster;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.member.Member;
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
    private final QuoteClient quotes;
    private final Companions companions;
    private final AtomicBoolean asked = new AtomicBoolean();

    Desk(Cluster cluster, QuoteClient quotes, Companions companions) {
        this.cluster = cluster;
        this.quotes = quotes;
        this.companions = companions;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        askOnceAllAreFound();
    }

    @EventListener(MemberDiscovered.class)
    void found() {
        askOnceAllAreFound();
    }

    private void askOnceAllAreFound() {
        var awaited = companions.ids();
        var found = cluster.resolve("quotes").stream().map(Member::id).toList();
        if (!awaited.isEmpty() && found.containsAll(awaited) && asked.compareAndSet(false, true)) {
            log.info("asked all quote members for ACME:{}", table(quotes.quotes("ACME")));
        }
    }

    private static String table(List<Answer<String>> answers) {
        StringBuilder table = new StringBuilder();
        for (Answer<String> answer : answers) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n    %-10s %-9s %10s  by %s in %.1f ms",
                    answer.member().sid(),
                    answer.status(),
                    answer.isAnswered() ? answer.value() : answer.error(),
                    answer.protocol(),
                    answer.elapsed().toNanos() / 1e6));
        }
        return table.toString();
    }
}
