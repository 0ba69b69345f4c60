package io.clusterkit.boot.client;

import io.clusterkit.SendResult;
import io.clusterkit.boot.event.MemberDiscovered;
import io.clusterkit.boot.event.MemberLost;
import io.clusterkit.member.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/** The examples of docs/client.md, which {@link ClientPageTest} compares with the page. */
final class ClientPageExamples {
    private ClientPageExamples() {}

    @ClusterClient("quotes") // who is asked: all members with the tag "quotes"
    interface Quotes {
        @ClusterQuery("quote") // the name of the query, as in @QueryHandler("quote")
        String quote(String symbol);

        @ClusterQuery(name = "quote", timeout = "2s")
        List<Answer<String>> quotes(String symbol);
    }

    @Service
    static class Desk {
        private final Quotes quotes;

        Desk(Quotes quotes) {
            this.quotes = quotes;
        }

        void print(String symbol) {
            System.out.println("first: " + quotes.quote(symbol));
            for (Answer<String> each : quotes.quotes(symbol)) {
                System.out.println(each.member().sid() + " " + each.status() + " "
                        + (each.isAnswered() ? each.value() : each.error()));
            }
        }
    }

    interface Asking {
        @ClusterQuery("quote")
        CompletableFuture<Answers<String>> ask(String symbol, Collection<Member> members, Duration timeout);
    }

    @ClusterClient(to = "quotes", not = "draining", timeout = "${desk.patience:2s}")
    interface EuropeanQuotes {
        @ClusterQuery("quote")
        Answers<String> quotes(String symbol); // as the interface says

        @ClusterQuery(name = "quote", to = "eu-*", match = WordMatch.GLOB)
        Answers<String> european(String symbol); // instead of to and not of the interface

        default List<String> values(String symbol) { // has a body: runs as it is written
            return quotes(symbol).values();
        }
    }

    static class ByHand {
        @Bean
        Quotes quotes(ClusterClients clients) {
            return clients.create(Quotes.class);
        }
    }

    static List<Object> template(ClusterTemplate template) {
        String quote = template.queryForObject("quote", "ACME", String.class, "quotes");

        Answers<String> quotes = template.query("quote")
                .to("quotes")
                .payload("ACME")
                .timeout(Duration.ofSeconds(2))
                .all(String.class);

        CompletableFuture<SendResult> sent = template.sendEvent("the market is closed", "desk");

        List<Member> desks = template.members("desk");
        return List.of(String.valueOf(quote), quotes, sent, desks);
    }

    @Component
    static class Watch {
        @EventListener
        void found(MemberDiscovered event) {
            System.out.println("found " + event.getMember().tags());
        }

        @EventListener(condition = "!#event.hasLeft()")
        void lost(MemberLost event) {
            System.out.println("lost " + event.getMember().uuid());
        }
    }
}
