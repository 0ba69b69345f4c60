package io.clusterkit.sample;

import io.clusterkit.boot.client.Answer;
import io.clusterkit.boot.client.ClusterClient;
import io.clusterkit.boot.client.ClusterQuery;
import java.util.List;

/** What can be asked of members that are tagged {@code quotes}; the starter makes it a bean. */
@ClusterClient("quotes")
interface QuoteClient {
    /** What each of them answers, or why it does not. */
    @ClusterQuery(name = "quote", timeout = "2s")
    List<Answer<String>> quotes(String symbol);
}
