package io.clusterkit.multiplexer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clients. Owned by the relay's thread; what says so may be read by any. */
final class Roster {
    private final Map<Long, Client> clients = new LinkedHashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Map<Long, MultiplexerClient> present = new ConcurrentHashMap<>();
    private final Map<Long, MultiplexerClient> open = new ConcurrentHashMap<>();
    private final Set<Long> halfClosed = ConcurrentHashMap.newKeySet();
    private long lastId;

    long nextId() {
        return ++lastId;
    }

    void add(Client client) {
        clients.put(client.id.id(), client);
        perAddress.merge(client.id.address(), 1, Integer::sum);
        present.put(client.id.id(), client.id);
    }

    /** The client can send and receive. */
    void opened(Client client) {
        open.put(client.id.id(), client.id);
    }

    /** The client has ended its output. */
    void halfClosed(Client client) {
        present.remove(client.id.id());
        open.remove(client.id.id());
        halfClosed.add(client.id.id());
    }

    /** The client is gone, though it is in the list until {@link #remove}: somebody may be walking through that. */
    void closed(Client client) {
        present.remove(client.id.id());
        open.remove(client.id.id());
        halfClosed.remove(client.id.id());
    }

    void remove(Client client) {
        clients.remove(client.id.id());
        perAddress.computeIfPresent(client.id.address(), (address, count) -> count == 1 ? null : count - 1);
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

    /** Those who were granted access and have not left. May be read by any thread. */
    Collection<MultiplexerClient> present() {
        return Collections.unmodifiableCollection(present.values());
    }

    /** Those who can send and receive. May be read by any thread. */
    Collection<MultiplexerClient> open() {
        return Collections.unmodifiableCollection(open.values());
    }

    /** How many only receive. May be read by any thread. */
    int halfClosed() {
        return halfClosed.size();
    }
}
