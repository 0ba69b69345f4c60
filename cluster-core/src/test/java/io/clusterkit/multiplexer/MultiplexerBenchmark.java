package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * How fast the multiplexer relays beside a relay written by hand in C on epoll, and beside the smallest relays on Spring
 * Integration; and what thousands of idle clients cost. Needs gcc, and descriptors for twice as many sockets as clients.
 * How to run it stands in {@code docs/multiplexer.md}. Not a test: what it prints is for people.
 *
 * <p>Arguments: {@code relay} (default), {@code engines} (relay and Spring Integration), {@code idle}.
 */
final class MultiplexerBenchmark {
    private static final int RECEIVERS = 100;
    private static final int CHUNK = 1024;
    private static final long MIB = 1 << 20;
    private static final long STREAM_BYTES = 64 * MIB;
    private static final long STEP_BYTES = 2 * MIB;
    private static final int ROUNDS = 9;
    private static final int IDLE_CLIENTS = 5000;

    private MultiplexerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String mode = arguments.length == 0 ? "relay" : arguments[0];
        switch (mode) {
            case "relay", "engines" -> {
                try (NativePrograms programs = NativePrograms.compile()) {
                    compare(programs, mode.equals("engines"));
                }
            }
            case "idle" -> idle();
            default -> throw new IllegalArgumentException("no such mode: " + mode);
        }
    }

    private static void compare(NativePrograms programs, boolean engines) throws Exception {
        say(
                "1 sender, %d receivers, %d-byte chunks; megabytes per second handed to receivers; medians of %d rounds (least to most)",
                RECEIVERS, CHUNK, ROUNDS);
        say("stream: the sender writes as fast as it can; step: it waits until all have a chunk before the next");
        Process epoll = programs.relay();
        try (Multiplexer multiplexer = Multiplexer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .slowClientPolicy(SlowClientPolicy.STOP_READING_SENDERS)
                .start()) {
            List<Relay> relays = new ArrayList<>();
            relays.add(new Relay("epoll in C", NativePrograms.portOf(epoll), epoll.toHandle()));
            relays.add(new Relay("multiplexer", multiplexer.port(), ProcessHandle.current()));
            if (!engines) {
                measure(programs, relays);
                return;
            }
            try (SpringIntegrationRelay net = new SpringIntegrationRelay(false);
                    SpringIntegrationRelay nio = new SpringIntegrationRelay(true)) {
                relays.add(new Relay("Spring Integration TcpNet", net.port(), ProcessHandle.current()));
                relays.add(new Relay("Spring Integration TcpNio", nio.port(), ProcessHandle.current()));
                measure(programs, relays);
            }
        } finally {
            epoll.getOutputStream().close();
            epoll.waitFor();
        }
    }

    private static void measure(NativePrograms programs, List<Relay> relays) throws Exception {
        run(programs, relays, "stream", STREAM_BYTES, STREAM_BYTES);
        run(programs, relays, "step", STEP_BYTES, CHUNK);
    }

    /** Alternates between the relays, so that what else happens on the machine hits all. */
    private static void run(NativePrograms programs, List<Relay> relays, String kind, long bytes, long window)
            throws Exception {
        for (Relay relay : relays) {
            relay.measure(programs, bytes / 4, window); // warms up
            relay.forget();
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Relay relay : relays) {
                relay.measure(programs, bytes, window);
            }
        }
        Relay reference = relays.get(0);
        for (Relay relay : relays) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ratios.add(100 * relay.results.get(round) / reference.results.get(round));
            }
            say(
                    "%-7s %-26s %6.0f MB/s (%.0f to %.0f); of the first in the same round %3.0f %% (%.0f to %.0f); %5.2f s"
                            + " of CPU for a GB",
                    kind,
                    relay.name,
                    median(relay.results),
                    Collections.min(relay.results),
                    Collections.max(relay.results),
                    median(ratios),
                    Collections.min(ratios),
                    Collections.max(ratios),
                    relay.cpuSeconds / relay.gigabytes);
        }
        relays.forEach(Relay::forget);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void idle() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        long before = usedHeap();
        int threadsBefore = Thread.activeCount();
        try (Multiplexer multiplexer = Multiplexer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .start()) {
            while (clients.size() < IDLE_CLIENTS) {
                clients.add(SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), multiplexer.port())));
            }
            await(() -> multiplexer.stats().clients() == IDLE_CLIENTS);
            long heap = usedHeap();
            say(
                    "%d idle clients: %.1f MiB more of live heap (their other ends in this JVM included; %.1f MiB all in"
                            + " all), %d more threads",
                    multiplexer.stats().clients(),
                    (heap - before) / (double) MIB,
                    heap / (double) MIB,
                    Thread.activeCount() - threadsBefore);
            for (SocketChannel client : clients) {
                client.close();
            }
            await(() -> multiplexer.stats().clients() == 0);
        }
    }

    private static void await(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("it did not happen within 30 seconds");
            }
            Thread.onSpinWait();
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @SuppressWarnings("SystemOut")
    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }

    /** A relay that runs, and how fast it was. */
    private static final class Relay {
        private final String name;
        private final int port;
        private final ProcessHandle process;
        private final List<Double> results = new ArrayList<>();
        private double cpuSeconds;
        private double gigabytes;

        Relay(String name, int port, ProcessHandle process) {
            this.name = name;
            this.port = port;
            this.process = process;
        }

        void measure(NativePrograms programs, long bytes, long window) throws Exception {
            Duration before = process.info().totalCpuDuration().orElse(Duration.ZERO);
            long nanos;
            try {
                nanos = programs.load(port, RECEIVERS, bytes, CHUNK, window);
            } catch (IOException failure) {
                throw new IOException(name + ": " + failure.getMessage(), failure);
            }
            Duration after = process.info().totalCpuDuration().orElse(Duration.ZERO);
            results.add(bytes * RECEIVERS * 1e3 / nanos);
            cpuSeconds += after.minus(before).toNanos() / 1e9;
            gigabytes += bytes * RECEIVERS / 1e9;
        }

        void forget() {
            results.clear();
            cpuSeconds = 0;
            gigabytes = 0;
        }
    }
}
