package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    private static final int ROUNDS = 5;
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
        say("1 sender, %d receivers, %d-byte chunks; megabytes per second handed to receivers", RECEIVERS, CHUNK);
        say("stream: the sender writes as fast as it can; step: it waits until all have a chunk before the next");
        Process epoll = programs.relay();
        try (Multiplexer multiplexer = Multiplexer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .slowClientPolicy(SlowClientPolicy.STOP_READING_SENDERS)
                .start()) {
            List<Relay> relays = new ArrayList<>();
            relays.add(new Relay("epoll in C", NativePrograms.portOf(epoll), epoll.toHandle()));
            relays.add(new Relay("multiplexer", multiplexer.port(), ProcessHandle.current()));
            SpringIntegrationRelay net = null;
            if (engines) {
                net = new SpringIntegrationRelay(false);
                relays.add(new Relay("Spring Integration TcpNet", net.port(), ProcessHandle.current()));
            }
            run(programs, relays, "stream", STREAM_BYTES, STREAM_BYTES);
            run(programs, relays, "step", STEP_BYTES, CHUNK);
            if (net != null) {
                net.close();
            }
        } finally {
            epoll.getOutputStream().close();
            epoll.waitFor();
        }
        if (engines) {
            try (SpringIntegrationRelay nio = new SpringIntegrationRelay(true)) {
                Relay relay = new Relay("Spring Integration TcpNio", nio.port(), ProcessHandle.current());
                run(programs, List.of(relay), "stream", STREAM_BYTES, STREAM_BYTES);
                run(programs, List.of(relay), "step", STEP_BYTES, CHUNK);
            }
        }
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
        double reference = relays.get(0).median();
        for (Relay relay : relays) {
            say(
                    "%-7s %-26s %8.0f MB/s (%.0f to %.0f), %5.2f s of CPU for a GB, %3.0f %%",
                    kind,
                    relay.name,
                    relay.median(),
                    relay.results.get(0),
                    relay.results.get(ROUNDS - 1),
                    relay.cpuSeconds / relay.gigabytes,
                    100 * relay.median() / reference);
            relay.forget();
        }
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

    private static void await(java.util.function.BooleanSupplier condition) throws IOException {
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

        double median() {
            results.sort(null);
            return results.get(results.size() / 2);
        }

        void forget() {
            results.clear();
            cpuSeconds = 0;
            gigabytes = 0;
        }
    }
}
