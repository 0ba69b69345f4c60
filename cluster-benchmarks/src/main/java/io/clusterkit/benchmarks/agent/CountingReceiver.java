package io.clusterkit.benchmarks.agent;

import io.clusterkit.benchmarks.node.Receiver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/** Echoes what it is asked; counts what it is told, in its order: events begin with a number from 0 on. */
final class CountingReceiver implements Receiver {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private long expected; // by whoever tells; one call after another
    private long disordered;
    private long firstNanos;
    private volatile long lastNanos;
    private final AtomicLong received = new AtomicLong();

    static void number(byte[] event, long number) {
        LONG.set(event, 0, number);
    }

    @Override
    public byte[] asked(byte[] question) {
        return question;
    }

    @Override
    public void told(byte[] event, int offset) {
        long number = (long) LONG.get(event, offset);
        long now = System.nanoTime();
        if (received.get() == 0) {
            firstNanos = now;
        }
        if (number < expected) {
            disordered++;
        } else {
            expected = number + 1;
        }
        lastNanos = now;
        received.setRelease(received.getPlain() + 1);
    }

    long received() {
        return received.getAcquire();
    }

    /** Events that came after one with a higher number. Read it when nothing comes any more. */
    long disordered() {
        return disordered;
    }

    long nanos() {
        return lastNanos - firstNanos;
    }

    /** Begins anew. Only while nothing comes. */
    void reset() {
        expected = 0;
        disordered = 0;
        firstNanos = 0;
        lastNanos = 0;
        received.set(0);
    }
}
