package io.clusterkit.multiplexer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes as they are. */
final class PlainLink implements Link {
    private static final Logger log = LoggerFactory.getLogger(PlainLink.class);

    private final SocketChannel channel;

    PlainLink(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean establish() {
        return true;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean hasInput() {
        return false;
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        return count == 1 ? channel.write(buffers[0]) : channel.write(buffers, 0, count);
    }

    @Override
    public boolean hasOutput() {
        return false;
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public void close(boolean abort) {
        close(channel, abort);
    }

    /** Closes a channel of any kind. */
    static void close(SocketChannel channel, boolean abort) {
        try {
            if (abort && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException gone) {
            log.debug("a connection to be reset was gone already", gone);
        }
        try {
            channel.close();
        } catch (IOException failure) {
            log.debug("a connection did not close well", failure);
        }
    }
}
