package io.clusterkit.protocol.stream;

import java.time.Duration;

/**
 * Limits of stream connections, whatever their kind.
 *
 * @param connectTimeout how long opening a connection may take
 * @param writeTimeout how long one flush may take before its connection is closed, and how long a caller waits for
 *     space in a full queue
 * @param idleTimeout a connection that carried nothing for so long is closed, in a way that loses nothing
 * @param maxFrameBytes the largest frame that is sent
 * @param maxConnections connections that may be open at once, both directions together; each has a reading thread
 * @param maxQueuedFrames frames that may wait for one member
 * @param maxQueuedBytes bytes of frames that may wait for one member, at least {@code maxFrameBytes}
 * @param backlog connections that may wait to be accepted
 */
public record StreamOptions(
        Duration connectTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        int maxFrameBytes,
        int maxConnections,
        int maxQueuedFrames,
        int maxQueuedBytes,
        int backlog) {

    private static final int DEFAULT_QUEUED_BYTES = 16 << 20;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public StreamOptions {
        check("connectTimeout", connectTimeout);
        check("writeTimeout", writeTimeout);
        check("idleTimeout", idleTimeout);
        check("maxFrameBytes", maxFrameBytes, 1024, 1 << 30);
        check("maxConnections", maxConnections, 1, 65_535);
        check("maxQueuedFrames", maxQueuedFrames, 1, 1 << 24);
        check("maxQueuedBytes", maxQueuedBytes, maxFrameBytes, Integer.MAX_VALUE);
        check("backlog", backlog, 1, 65_535);
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    public static StreamOptions defaults() {
        return builder().build();
    }

    private static void check(String option, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + SHORTEST + " to " + LONGEST);
        }
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "option " + option + " is " + value + ", allowed is " + least + " to " + most);
        }
    }

    /** Collects options; they are checked when built. Not thread-safe. */
    public static final class Builder extends Limits<Builder> {
        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** Unless set, the queue has room for 16 MiB, or for one frame if that may be larger. */
        public StreamOptions build() {
            return limits();
        }
    }

    /**
     * Collects the limits of stream connections, as part of the options of a protocol over them. Not thread-safe.
     *
     * @param <B> the builder of that protocol's options
     */
    public abstract static class Limits<B extends Limits<B>> {
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration writeTimeout = Duration.ofSeconds(5);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private int maxFrameBytes = 4 << 20;
        private int maxConnections = 1024;
        private int maxQueuedFrames = 8192;
        private int maxQueuedBytes; // 0 until it is set
        private int backlog = 128;

        protected Limits() {}

        /** This builder. */
        protected abstract B self();

        /** How long opening a connection may take, 1 ms to 1 day; default 2 s. */
        public B connectTimeout(Duration value) {
            connectTimeout = value;
            return self();
        }

        /** How long one flush, or waiting for space in a full queue, may take, 1 ms to 1 day; default 5 s. */
        public B writeTimeout(Duration value) {
            writeTimeout = value;
            return self();
        }

        /** A connection that carried nothing for so long is closed, 1 ms to 1 day; default 60 s. */
        public B idleTimeout(Duration value) {
            idleTimeout = value;
            return self();
        }

        /** The largest frame that is sent, 1 KiB to 1 GiB; default 4 MiB. */
        public B maxFrameBytes(int value) {
            maxFrameBytes = value;
            return self();
        }

        /** Connections that may be open at once, both directions together, 1 to 65535; default 1024. */
        public B maxConnections(int value) {
            maxConnections = value;
            return self();
        }

        /** Frames that may wait for one member, 1 to 2^24; default 8192. */
        public B maxQueuedFrames(int value) {
            maxQueuedFrames = value;
            return self();
        }

        /**
         * Bytes of frames that may wait for one member, at least one frame's; default 16 MiB, or one frame if that may
         * be larger.
         */
        public B maxQueuedBytes(int value) {
            check("maxQueuedBytes", value, 1, Integer.MAX_VALUE);
            maxQueuedBytes = value;
            return self();
        }

        /** Connections that may wait to be accepted, 1 to 65535; default 128. */
        public B backlog(int value) {
            backlog = value;
            return self();
        }

        /** The limits collected so far, checked. */
        protected final StreamOptions limits() {
            int room = maxQueuedBytes == 0 ? Math.max(DEFAULT_QUEUED_BYTES, maxFrameBytes) : maxQueuedBytes;
            return new StreamOptions(
                    connectTimeout,
                    writeTimeout,
                    idleTimeout,
                    maxFrameBytes,
                    maxConnections,
                    maxQueuedFrames,
                    room,
                    backlog);
        }
    }
}
