package io.clusterkit.boot.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with an interface. */
class InvalidClusterClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClusterClientException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidClusterClientException cause) {
        String description =
                String.format("The interface '%s' can't be a client of the cluster:%n%n", cause.getClient());
        if (cause.getMethod() != null) {
            description += String.format("    %s%n%n", cause.getMethod());
        }
        return new FailureAnalysis(description + "Reason: " + cause.getReason() + ".", cause.getRemedy(), cause);
    }
}
