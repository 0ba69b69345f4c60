package com.example.shop;

import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.Answers;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the members with the tag "shop". */
@ClusterClient("shop")
interface QuoteClient {
    @ClusterQuery("quote")
    Quote first(QuoteRequest request);

    @ClusterQuery("quote")
    Quote first(QuoteRequest request, @ClusterHeader("currency") String currency);

    @ClusterQuery(name = "quote", timeout = "8s")
    List<Answer<Quote>> all(QuoteRequest request);

    @ClusterQuery("quote")
    CompletableFuture<Answers<Quote>> later(QuoteRequest request);

    @ClusterQuery("stock")
    int stock(String symbol);
}
