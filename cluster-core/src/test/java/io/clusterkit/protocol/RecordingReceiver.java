package io.clusterkit.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
public final class RecordingReceiver implements Receiver {
    private final Origin origin;
    private final Runnable onBytes;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final List<byte[]> datagrams = new CopyOnWriteArrayList<>();

    RecordingReceiver(Origin origin, Runnable onBytes) {
        this.origin = origin;
        this.onBytes = onBytes;
    }

    public Origin origin() {
        return origin;
    }

    public byte[] bytes() {
        synchronized (stream) {
            return stream.toByteArray();
        }
    }

    /** The bytes as lines of text. */
    public List<String> lines() {
        return new String(bytes(), StandardCharsets.UTF_8).lines().toList();
    }

    public List<byte[]> datagrams() {
        return datagrams;
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) {
        synchronized (stream) {
            stream.write(bytes, offset, length);
        }
        onBytes.run();
    }

    @Override
    public void datagram(byte[] bytes, int offset, int length) {
        datagrams.add(Arrays.copyOfRange(bytes, offset, offset + length));
        onBytes.run();
    }
}
