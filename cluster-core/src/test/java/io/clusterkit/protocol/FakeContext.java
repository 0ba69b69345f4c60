package io.clusterkit.protocol;

import io.clusterkit.member.MemberId;
import io.clusterkit.runtime.ClusterRuntime;
import io.clusterkit.runtime.Counters;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a protocol gets from its member, recording what it is given. */
public final class FakeContext implements ProtocolContext, AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final MemberId self;
    private final String threads = "fake-io-" + NUMBER.incrementAndGet() + "-";
    private final ExecutorService io;
    private final Counters counters = new Counters();
    private final List<RecordingReceiver> receivers = new CopyOnWriteArrayList<>();
    private final AtomicInteger propsChanges = new AtomicInteger();
    private final AtomicInteger audienceChanges = new AtomicInteger();
    private volatile Runnable onBytes = () -> {};
    private volatile CountDownLatch beforeTask = new CountDownLatch(0);

    public FakeContext(String sid) {
        this.self = new MemberId(sid, "02:00:00:00:00:01");
        AtomicInteger number = new AtomicInteger();
        this.io = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, threads + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs on the reading thread with everything that arrives. */
    public void onBytes(Runnable action) {
        onBytes = action;
    }

    /** I/O tasks given from now on wait for this before they begin. */
    public void beforeTask(CountDownLatch latch) {
        beforeTask = latch;
    }

    /** The receivers made, oldest first. */
    public List<RecordingReceiver> receivers() {
        return receivers;
    }

    /** All bytes of all receivers, those of one receiver together. */
    public int receivedBytes() {
        return receivers.stream().mapToInt(receiver -> receiver.bytes().length).sum();
    }

    /** All datagrams of all receivers. */
    public List<byte[]> datagrams() {
        return receivers.stream()
                .flatMap(receiver -> receiver.datagrams().stream())
                .toList();
    }

    public int propsChanges() {
        return propsChanges.get();
    }

    public int audienceChanges() {
        return audienceChanges.get();
    }

    public long count(String counter) {
        return counters.get(counter);
    }

    /** How many tasks the I/O threads were given so far. */
    public long tasksGiven() {
        return ((ThreadPoolExecutor) io).getTaskCount();
    }

    /** How many tasks the I/O threads are done with. */
    public long tasksDone() {
        return ((ThreadPoolExecutor) io).getCompletedTaskCount();
    }

    /** How many of the I/O threads run something now. */
    public int busyThreads() {
        return ((ThreadPoolExecutor) io).getActiveCount();
    }

    @Override
    public MemberId self() {
        return self;
    }

    @Override
    public Receiver receiver(Origin origin) {
        RecordingReceiver receiver = new RecordingReceiver(origin, () -> onBytes.run());
        receivers.add(receiver);
        return receiver;
    }

    @Override
    public void propsChanged() {
        propsChanges.incrementAndGet();
    }

    @Override
    public void audienceChanged() {
        audienceChanges.incrementAndGet();
    }

    @Override
    public Executor io() {
        return task -> {
            CountDownLatch latch = beforeTask;
            io.execute(() -> runAfter(latch, task));
        };
    }

    private static void runAfter(CountDownLatch latch, Runnable task) {
        try {
            latch.await();
            task.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ClusterRuntime runtime() {
        return ClusterRuntime.system();
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public boolean isLocalAddress(String address) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(own -> own.getHostAddress().equals(address));
        } catch (SocketException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        io.shutdown();
        try {
            if (!io.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new AssertionError("threads left behind: "
                        + Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith(threads))
                                .map(thread -> thread.getName() + " " + Arrays.toString(thread.getStackTrace()))
                                .toList());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
