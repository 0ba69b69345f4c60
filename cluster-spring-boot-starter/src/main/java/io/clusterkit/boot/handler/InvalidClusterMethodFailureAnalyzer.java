package io.clusterkit.boot.handler;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with an annotated method. */
class InvalidClusterMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClusterMethodException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidClusterMethodException cause) {
        String description = String.format(
                "A method of the bean '%s' can't be part of the cluster:%n%n    %s%n%nReason: %s.",
                cause.getBeanName(), cause.getMethod(), cause.getReason());
        return new FailureAnalysis(description, cause.getRemedy(), cause);
    }
}
