package io.clusterkit.multiplexer;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.slf4j.event.Level;

/**
 * A one-to-many relay: what one client sends, every other connected client receives, byte for byte, in the same order.
 * Several may run at once; each has a thread of its own, so that they don't disturb each other.
 *
 * <pre>{@code
 * try (Multiplexer chat = Multiplexer.builder().name("chat").port(7000).start()) {
 *     …
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread, from filters too.
 */
public final class Multiplexer implements AutoCloseable {
    private final Settings settings;
    private final InstanceLog log;
    private final Filters filters;
    private final Counts counts;
    private final Roster roster = new Roster();
    private final Listener listener;
    private final RelayLoop loop;

    Multiplexer(Settings settings, boolean sendToOrigin, InstanceLog log, Filters filters, Counts counts)
            throws IOException {
        this.settings = settings;
        this.log = log;
        this.filters = filters;
        this.counts = counts;
        this.listener = Listener.open(settings);
        try {
            loop = new RelayLoop(settings, sendToOrigin, listener, filters, roster, counts, log);
        } catch (IOException | RuntimeException | Error failure) {
            listener.close();
            throw failure;
        }
        loop.start();
    }

    /** The defaults, to be changed. */
    public static MultiplexerBuilder builder() {
        return new MultiplexerBuilder();
    }

    public String name() {
        return settings.name();
    }

    /** The port it listens on, the real one if 0 was wanted; 0 for a Unix socket. */
    public int port() {
        return listener.port();
    }

    /** The name of the logger of a multiplexer, for the settings of the logging backend. */
    public static String loggerName(String multiplexer) {
        return InstanceLog.loggerName(multiplexer);
    }

    /** The clients that can send and receive, in order of their coming; a copy. */
    public List<MultiplexerClient> clients() {
        return roster.open().stream()
                .sorted(Comparator.comparingLong(MultiplexerClient::id))
                .toList();
    }

    /** The figures of this moment. */
    public MultiplexerStats stats() {
        return counts.snapshot(roster.open().size(), roster.halfClosed());
    }

    /** From now on this filter sees the data after all others. */
    public void addFilter(MultiplexerFilter filter) {
        filters.data.add(filter);
    }

    /**
     * Takes the filter away.
     *
     * @return whether it was there
     */
    public boolean removeFilter(MultiplexerFilter filter) {
        return filters.data.remove(filter);
    }

    /** From now on this filter is asked, after all others, whether a connection may become a client. */
    public void addAccessFilter(MultiplexerAccessFilter filter) {
        filters.access.add(filter);
    }

    /**
     * Takes the filter away.
     *
     * @return whether it was there
     */
    public boolean removeAccessFilter(MultiplexerAccessFilter filter) {
        return filters.access.remove(filter);
    }

    /** From now on this filter is told, after all others, when a client has left. */
    public void addExitFilter(MultiplexerExitFilter filter) {
        filters.exit.add(filter);
    }

    /**
     * Takes the filter away.
     *
     * @return whether it was there
     */
    public boolean removeExitFilter(MultiplexerExitFilter filter) {
        return filters.exit.remove(filter);
    }

    /** Whether a sender receives what it sent, from now on. */
    public void sendToOrigin(boolean value) {
        loop.relay().sendToOrigin(value);
    }

    /** From which level on it logs, from now on. */
    public void logLevel(Level level) {
        log.level(level);
    }

    /**
     * Closes all clients and the listener and frees everything; exit filters run for those who were still there. When it
     * returns, that is done, unless a filter called it, or a filter blocks: then it is done when the filter returns,
     * except that the sockets are closed nevertheless. Closing twice does nothing more.
     */
    @Override
    public void close() {
        loop.close();
    }

    /** For tests that step the time: the loop looks at the clock. */
    void wakeUp() {
        loop.execute(() -> {});
    }

    @Override
    public String toString() {
        return "multiplexer " + settings.name() + " on "
                + (settings.unixSocket() == null ? "port " + port() : settings.unixSocket());
    }
}
