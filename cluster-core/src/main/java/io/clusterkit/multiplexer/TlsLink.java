package io.clusterkit.multiplexer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes through TLS. What the engine has to compute or to look up for a handshake runs on another thread; meanwhile
 * the link is busy.
 */
final class TlsLink implements Link {
    private static final Logger log = LoggerFactory.getLogger(TlsLink.class);
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final TlsScratch scratch;
    private final Runnable whenFree;

    /** Encrypted bytes that are not a whole record yet, or for which there was no room. */
    private @Nullable ByteBuffer unread;

    /** Encrypted bytes that the socket did not take. */
    private @Nullable ByteBuffer unsent;

    private boolean established;
    private boolean roomRanOut;
    private boolean inputEnded;
    private boolean busy;
    private boolean closed;

    /**
     * A link whose handshake has not begun.
     *
     * @param whenFree called on the relay's thread when the link is busy no more
     */
    TlsLink(SocketChannel channel, SSLEngine engine, TlsScratch scratch, Runnable whenFree) throws SSLException {
        this.channel = channel;
        this.engine = engine;
        this.scratch = scratch;
        this.whenFree = whenFree;
        engine.setUseClientMode(false);
        engine.beginHandshake();
    }

    @Override
    public boolean establish() throws IOException {
        while (!established) {
            if (!flush()) {
                return false;
            }
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    runTask();
                    return false;
                }
                case NEED_WRAP -> wrap(NOTHING, 1);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    int taken = receive(scratch.noData(), true);
                    if (taken < 0) {
                        throw new EOFException("the connection ended during the TLS handshake");
                    }
                    if (taken == 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                        return false;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    if (engine.isInboundDone()) {
                        throw new EOFException("the client ended TLS during the handshake");
                    }
                    established = true;
                    roomRanOut = unread != null; // it may have sent data right behind the handshake
                }
            }
        }
        return flush();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        boolean more = receive(into, false) >= 0;
        int got = into.position() - start;
        return got > 0 || more ? got : -1;
    }

    /**
     * Decrypts what was left and what the socket has.
     *
     * @param oneRecord whether to stop after a record, because the handshake has to answer
     * @return how many encrypted bytes were used up, -1 when no more will come
     */
    private int receive(ByteBuffer into, boolean oneRecord) throws IOException {
        if (inputEnded) {
            return -1;
        }
        ByteBuffer net = scratch.incoming();
        if (unread != null) {
            net.put(unread);
            unread = null;
        }
        boolean socketEnded = channel.read(net) < 0;
        net.flip();
        int used = decrypt(net, into, oneRecord);
        if (net.hasRemaining()) {
            unread = copyOf(net);
        }
        if (socketEnded && used == 0 && !roomRanOut) {
            inputEnded = true;
        }
        return inputEnded && used == 0 ? -1 : used;
    }

    private int decrypt(ByteBuffer net, ByteBuffer into, boolean oneRecord) throws IOException {
        int used = 0;
        roomRanOut = false;
        while (!inputEnded && !busy) {
            if (into.remaining() < engine.getSession().getApplicationBufferSize()) {
                roomRanOut = net.hasRemaining();
                break;
            }
            SSLEngineResult result = engine.unwrap(net, into);
            used += result.bytesConsumed();
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                inputEnded = true;
            }
            if (oneRecord || result.bytesConsumed() == 0) {
                break;
            }
            answer(result.getHandshakeStatus());
        }
        return used;
    }

    /** After the handshake the peer may still ask for something: new keys, for one. */
    private void answer(HandshakeStatus wanted) throws IOException {
        if (wanted == HandshakeStatus.NEED_TASK) {
            runTask();
        } else if (wanted == HandshakeStatus.NEED_WRAP && flush()) {
            wrap(NOTHING, 1);
        }
    }

    @Override
    public boolean hasInput() {
        return roomRanOut || (inputEnded && !closed);
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        long taken = 0;
        while (!busy && flush() && count > 0 && buffers[count - 1].hasRemaining()) {
            SSLEngineResult result = wrap(buffers, count);
            taken += result.bytesConsumed();
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTask();
            } else if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                break;
            }
        }
        return taken;
    }

    /** Encrypts one record and gives it to the socket; what that does not take is kept. */
    private SSLEngineResult wrap(ByteBuffer[] buffers, int count) throws IOException {
        ByteBuffer net = scratch.outgoing();
        SSLEngineResult result = engine.wrap(buffers, 0, count, net);
        net.flip();
        channel.write(net);
        if (net.hasRemaining()) {
            unsent = copyOf(net);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && !closed && buffers[count - 1].hasRemaining()) {
            throw new EOFException("the client closed TLS in both directions");
        }
        return result;
    }

    private boolean flush() throws IOException {
        if (unsent != null) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = null;
        }
        return true;
    }

    @Override
    public boolean hasOutput() {
        return unsent != null;
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    private void runTask() throws IOException {
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            return;
        }
        busy = true;
        try {
            scratch.runElsewhere(task, () -> {
                busy = false;
                whenFree.run();
            });
        } catch (RejectedExecutionException full) {
            throw new IOException("too many TLS handshakes at once", full);
        }
    }

    @Override
    public void close(boolean abort) {
        if (closed) {
            return;
        }
        closed = true;
        if (!abort && !busy) {
            sayGoodbye();
        }
        PlainLink.close(channel, abort);
    }

    /** Sends the alert of a failed handshake, or the end of TLS, if the socket takes it at once. */
    private void sayGoodbye() {
        try {
            engine.closeOutbound();
            if (flush()) {
                wrap(NOTHING, 1);
            }
        } catch (IOException | RuntimeException gone) {
            log.debug("could not say goodbye to a TLS client", gone);
        }
    }

    private static ByteBuffer copyOf(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }
}
