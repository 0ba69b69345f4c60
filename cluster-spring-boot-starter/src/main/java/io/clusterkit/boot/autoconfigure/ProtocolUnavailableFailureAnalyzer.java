package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ProtocolUnavailableException;
import io.clusterkit.protocol.unix.UnixSocketsUnsupportedException;
import java.net.BindException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Shows which protocol can't be used, the properties that ask for it with their values, and ways out. */
class ProtocolUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<ProtocolUnavailableException> {
    private static final String REQUIRED = "cluster.required-protocols";
    private static final String PROTOCOLS = "cluster.protocols";

    private final @Nullable Environment environment;

    ProtocolUnavailableFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ProtocolUnavailableException cause) {
        List<String> concerned =
                switch (cause.protocol()) {
                    case "c" -> List.of("cluster.interfaces", "cluster.address", "cluster.name", "cluster.remote");
                    case "t" -> List.of("cluster.protocol.tcp.port", "cluster.protocol.tcp.bind-address");
                    case "u" -> List.of("cluster.protocol.unix.path");
                    default -> List.of();
                };
        StringBuilder description =
                new StringBuilder("The protocol '%s' of this application's cluster can't be used:%n%n    %s%n%n"
                        .formatted(cause.protocol(), cause.reason()));
        description.append("It is required by the configuration:%n".formatted());
        for (String property : concerned) {
            append(description, property);
        }
        append(description, PROTOCOLS);
        append(description, REQUIRED);
        return new FailureAnalysis(description.toString(), remedy(cause), cause);
    }

    private void append(StringBuilder description, String property) {
        PropertyInUse used = PropertyInUse.find(environment, property);
        if (used != null) {
            description.append("%n    %s".formatted(used));
        }
    }

    private static String remedy(ProtocolUnavailableException cause) {
        String otherwise = "To start without it as well, remove '" + cause.protocol() + "' from '" + PROTOCOLS
                + "', or set '" + REQUIRED + "' to a list without it.";
        return switch (cause.protocol()) {
            case "c" ->
                "Set 'cluster.interfaces' to an interface of this host that is up and carries multicast, or"
                        + " remove it to have one found. To start anyway, and use multicast as soon as it works,"
                        + " set '" + REQUIRED + "' to a list without 'c'.";
            case "t" ->
                cause.getCause() instanceof BindException
                        ? "Change 'cluster.protocol.tcp.port', set it to 0 for a free port, or stop what uses it; and see"
                                + " that 'cluster.protocol.tcp.bind-address', if set, is an address of this host. "
                                + otherwise
                        : otherwise;
            case "u" ->
                cause.getCause() instanceof UnixSocketsUnsupportedException || cause.getCause() instanceof LinkageError
                        ? "Remove 'u' from '" + PROTOCOLS + "': members of this host are then reached by TCP. Or add"
                                + " the artifact of junixsocket that has the native library for this system. To use Unix"
                                + " sockets only where they are, set '" + REQUIRED + "' to a list without 'u'."
                        : "Change 'cluster.protocol.unix.path' to a file in a directory that is this user's alone, or"
                                + " remove it to use the default. " + otherwise;
            default -> otherwise;
        };
    }
}
