package io.clusterkit;

import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.stream.StreamOptions;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.unix.UnixOptions;
import io.clusterkit.routing.RoutingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects what is to be changed of the options of protocols and routing; each change is tried as it comes, so that a
 * bad value fails where it is set. Not thread-safe.
 */
final class ProtocolOptions {
    /**
     * What changes are tried with. The smallest, so that the room of a queue is not measured by it: the real one may be
     * set later.
     */
    private static final int TRIAL_FRAME_BYTES = 1024;

    private final List<Consumer<MulticastOptions.Builder>> multicast = new ArrayList<>();
    private final List<Consumer<TcpOptions.Builder>> tcp = new ArrayList<>();
    private final List<Consumer<UnixOptions.Builder>> unix = new ArrayList<>();
    private final List<Consumer<RoutingOptions.Builder>> send = new ArrayList<>();

    // What these share is no method that takes lambdas: each lambda would be a class that the JVM makes while an
    // application starts, 0.3 ms.

    void addMulticast(Consumer<MulticastOptions.Builder> options) {
        try {
            MulticastOptions.Builder trial = multicast();
            options.accept(trial);
            trial.build();
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("multicast", refused);
        }
        multicast.add(options);
    }

    void addTcp(Consumer<TcpOptions.Builder> options) {
        try {
            TcpOptions.Builder trial = apply(tcp, TcpOptions.builder().maxFrameBytes(TRIAL_FRAME_BYTES));
            options.accept(trial);
            frameLimitUntouched(trial.build().stream());
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("tcp", refused);
        }
        tcp.add(options);
    }

    void addUnix(Consumer<UnixOptions.Builder> options) {
        try {
            UnixOptions.Builder trial = apply(unix, UnixOptions.builder().maxFrameBytes(TRIAL_FRAME_BYTES));
            options.accept(trial);
            frameLimitUntouched(trial.build().stream());
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("unix", refused);
        }
        unix.add(options);
    }

    void addSend(Consumer<RoutingOptions.Builder> options) {
        try {
            RoutingOptions.Builder trial = apply(send, RoutingOptions.builder());
            options.accept(trial);
            OptionChecks.protocolIds(trial.build().protocols().toArray(new String[0]));
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("send", refused);
        }
        send.add(options);
    }

    /** To be completed by what all protocols share. */
    MulticastOptions.Builder multicast() {
        return apply(multicast, MulticastOptions.builder());
    }

    TcpOptions tcp(int maxFrameBytes) {
        TcpOptions.Builder made = apply(tcp, TcpOptions.builder());
        try {
            return made.maxFrameBytes(maxFrameBytes).build();
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("tcp", refused);
        }
    }

    UnixOptions unix(int maxFrameBytes) {
        UnixOptions.Builder made = apply(unix, UnixOptions.builder());
        try {
            return made.maxFrameBytes(maxFrameBytes).build();
        } catch (IllegalArgumentException refused) {
            throw OptionChecks.named("unix", refused);
        }
    }

    RoutingOptions send() {
        return apply(send, RoutingOptions.builder()).build();
    }

    private static <B> B apply(List<Consumer<B>> changes, B builder) {
        for (Consumer<B> change : changes) {
            change.accept(builder);
        }
        return builder;
    }

    /** All protocols take the same frames. */
    private static void frameLimitUntouched(StreamOptions options) {
        if (options.maxFrameBytes() != TRIAL_FRAME_BYTES) {
            throw new IllegalArgumentException("option maxFrameBytes is " + options.maxFrameBytes()
                    + ", it is to be set for all protocols alike by ClusterOptions.Builder.maxFrameBytes");
        }
    }
}
