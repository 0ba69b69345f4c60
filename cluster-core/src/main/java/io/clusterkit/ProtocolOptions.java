package io.clusterkit;

import io.clusterkit.protocol.multicast.MulticastOptions;
import io.clusterkit.protocol.stream.StreamOptions;
import io.clusterkit.protocol.tcp.TcpOptions;
import io.clusterkit.protocol.unix.UnixOptions;
import io.clusterkit.routing.RoutingOptions;
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

    private Consumer<MulticastOptions.Builder> multicast = options -> {};
    private Consumer<TcpOptions.Builder> tcp = options -> {};
    private Consumer<UnixOptions.Builder> unix = options -> {};
    private Consumer<RoutingOptions.Builder> send = options -> {};

    void addMulticast(Consumer<MulticastOptions.Builder> options) {
        multicast = OptionChecks.added("multicast", multicast, options, each -> {
            MulticastOptions.Builder made = MulticastOptions.builder();
            each.accept(made);
            made.build();
        });
    }

    void addTcp(Consumer<TcpOptions.Builder> options) {
        tcp = OptionChecks.added("tcp", tcp, options, each -> {
            TcpOptions.Builder made = TcpOptions.builder().maxFrameBytes(TRIAL_FRAME_BYTES);
            each.accept(made);
            frameLimitUntouched(made.build().stream());
        });
    }

    void addUnix(Consumer<UnixOptions.Builder> options) {
        unix = OptionChecks.added("unix", unix, options, each -> {
            UnixOptions.Builder made = UnixOptions.builder().maxFrameBytes(TRIAL_FRAME_BYTES);
            each.accept(made);
            frameLimitUntouched(made.build().stream());
        });
    }

    void addSend(Consumer<RoutingOptions.Builder> options) {
        send = OptionChecks.added("send", send, options, each -> {
            RoutingOptions.Builder made = RoutingOptions.builder();
            each.accept(made);
            OptionChecks.protocolIds(made.build().protocols().toArray(String[]::new));
        });
    }

    /** To be completed by what all protocols share. */
    MulticastOptions.Builder multicast() {
        MulticastOptions.Builder made = MulticastOptions.builder();
        multicast.accept(made);
        return made;
    }

    TcpOptions tcp(int maxFrameBytes) {
        TcpOptions.Builder made = TcpOptions.builder();
        tcp.accept(made);
        return OptionChecks.named("tcp", () -> made.maxFrameBytes(maxFrameBytes).build());
    }

    UnixOptions unix(int maxFrameBytes) {
        UnixOptions.Builder made = UnixOptions.builder();
        unix.accept(made);
        return OptionChecks.named(
                "unix", () -> made.maxFrameBytes(maxFrameBytes).build());
    }

    RoutingOptions send() {
        RoutingOptions.Builder made = RoutingOptions.builder();
        send.accept(made);
        return made.build();
    }

    /** All protocols take the same frames. */
    private static void frameLimitUntouched(StreamOptions options) {
        if (options.maxFrameBytes() != TRIAL_FRAME_BYTES) {
            throw new IllegalArgumentException("option maxFrameBytes is " + options.maxFrameBytes()
                    + ", it is to be set for all protocols alike by ClusterOptions.Builder.maxFrameBytes");
        }
    }
}
