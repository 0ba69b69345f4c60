package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the member can't join; the message says what to look at. */
class ClusterStartFailureAnalyzer extends AbstractFailureAnalyzer<ClusterException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClusterException cause) {
        return new FailureAnalysis(
                String.format("This application can't be a member of its cluster:%n%n    %s", cause.getMessage()),
                "Correct the configuration properties below 'cluster', or set 'cluster.enabled' to 'false' to start"
                        + " without a cluster.",
                cause);
    }
}
