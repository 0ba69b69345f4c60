package com.example.shop;

import io.clusterkit.boot.client.ClusterTemplate;
import io.clusterkit.member.Member;
import java.util.List;
import org.springframework.stereotype.Service;

/** Speaks by the template. */
@Service
class Desk {
    private final ClusterTemplate template;

    Desk(ClusterTemplate template) {
        this.template = template;
    }

    long cents(String symbol) {
        return template.queryForObject("quote", new QuoteRequest(symbol, 1), Quote.class, "shop")
                .cents();
    }

    void say(String text) {
        template.sendEvent(text, "shop").join();
    }

    List<Member> shops() {
        return template.members("shop");
    }
}
