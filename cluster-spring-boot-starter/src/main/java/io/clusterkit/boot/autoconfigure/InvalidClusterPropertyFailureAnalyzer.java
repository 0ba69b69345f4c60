package io.clusterkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Shows which property has a value that can't be used, and where it is set. */
class InvalidClusterPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClusterPropertyException> {
    private final @Nullable Environment environment;

    InvalidClusterPropertyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidClusterPropertyException cause) {
        PropertyInUse used = PropertyInUse.find(environment, cause.getProperty());
        Origin origin = used == null ? null : used.origin();
        String description = String.format(
                "The configuration property '%s' has the value '%s'%s, which can't be used:%n%n    %s",
                cause.getProperty(),
                cause.getValue(),
                origin == null ? "" : " (from " + origin + ")",
                cause.getReason());
        return new FailureAnalysis(description, cause.getRemedy(), cause);
    }
}
