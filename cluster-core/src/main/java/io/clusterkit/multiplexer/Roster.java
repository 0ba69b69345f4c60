package io.clusterkit.multiplexer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The clients. Owned by the relay's thread; {@link #present}, {@link #whole} and {@link #half} may be read by any. */
final class Roster {
    private final Map<Long, Client> clients = new LinkedHashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Map<Long, MultiplexerClient> present = new ConcurrentHashMap<>();
    private final AtomicInteger half = new AtomicInteger();
    private long lastId;

    long nextId() {
        return ++lastId;
    }

    void add(Client client) {
        clients.put(client.id.id(), client);
        perAddress.merge(client.id.address(), 1, Integer::sum);
        present.put(client.id.id(), client.id);
    }

    /** The client has ended its output. */
    void halfClosed(Client client) {
        present.remove(client.id.id());
        half.incrementAndGet();
    }

    void remove(Client client) {
        clients.remove(client.id.id());
        perAddress.computeIfPresent(client.id.address(), (address, count) -> count == 1 ? null : count - 1);
        if (present.remove(client.id.id()) == null) {
            half.decrementAndGet();
        }
    }

    /** All connections, in order of their coming. */
    Collection<Client> all() {
        return clients.values();
    }

    /** Who would receive something now. */
    Collection<MultiplexerClient> receivers() {
        List<MultiplexerClient> receivers = new ArrayList<>(clients.size());
        for (Client client : clients.values()) {
            if (client.receives()) {
                receivers.add(client.id);
            }
        }
        return receivers;
    }

    /** A copy, for those who close clients on the way. */
    List<Client> copy() {
        return new ArrayList<>(clients.values());
    }

    int size() {
        return clients.size();
    }

    int from(String address) {
        return perAddress.getOrDefault(address, 0);
    }

    /** Those who have not ended their output. */
    Collection<MultiplexerClient> present() {
        return Collections.unmodifiableCollection(present.values());
    }

    int whole() {
        return present.size();
    }

    int half() {
        return half.get();
    }
}
