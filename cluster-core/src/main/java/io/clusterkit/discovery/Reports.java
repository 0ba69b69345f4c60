package io.clusterkit.discovery;

import io.clusterkit.codec.TclFormatException;
import io.clusterkit.codec.TclList;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.runtime.Counters;
import io.clusterkit.runtime.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads what members report of each other: whom they ping, and which protocols failed for them. Owner: control loop. */
final class Reports {
    /**
     * From one re-opening of a protocol that others report as failed to the next: many reports of one trouble are one
     * reason.
     */
    static final Duration REFRESH_INTERVAL = Duration.ofSeconds(5);

    private final List<Protocol> protocols;
    private final Executor io;
    private final Counters counters;
    private final OncePerInterval<String> refreshes;

    Reports(List<Protocol> protocols, Executor io, TimeSource time, Counters counters) {
        this.protocols = protocols;
        this.io = io;
        this.counters = counters;
        this.refreshes = new OncePerInterval<>(time, REFRESH_INTERVAL);
    }

    /** The sids that a ping names. */
    List<String> pinged(@Nullable String data) {
        return parse(data);
    }

    /** Somebody could not reach this member by some of its protocols: they are opened anew, on I/O threads. */
    void failed(@Nullable String data) {
        List<String> ids;
        try {
            ids = parse(data == null ? null : TclList.parseDict(data).get("protocols"));
        } catch (TclFormatException malformed) {
            counters.increment("packets.malformed-failure");
            return;
        }
        for (Protocol protocol : protocols) {
            if (ids.contains(protocol.id()) && refreshes.admits(protocol.id())) {
                counters.increment("protocols.refreshed." + protocol.id());
                io.execute(protocol::refresh);
            }
        }
    }

    private List<String> parse(@Nullable String list) {
        try {
            return list == null ? List.of() : TclList.parse(list);
        } catch (TclFormatException malformed) {
            counters.increment("packets.malformed-list");
            return List.of();
        }
    }
}
