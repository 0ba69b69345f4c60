package io.clusterkit.multiplexer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The clients that are behind and still have patience: as long as there is one, no sender is read. */
final class Holds {
    private final Set<Client> holding = new LinkedHashSet<>();

    boolean any() {
        return !holding.isEmpty();
    }

    /** The client is behind; it holds if it may. */
    void behind(Client client) {
        if (client.patience.mayHold()) {
            holding.add(client);
        }
    }

    /** The client has caught up, or is gone. */
    void release(Client client) {
        holding.remove(client);
    }

    /**
     * Charges those who hold for the time that was spent waiting.
     *
     * @return those whose patience is used up by it; they hold no more
     */
    List<Client> waited(long nanos) {
        List<Client> usedUp = new ArrayList<>();
        for (Client client : holding) {
            if (client.patience.use(nanos)) {
                usedUp.add(client);
            }
        }
        usedUp.forEach(holding::remove);
        return usedUp;
    }

    /** After which time of waiting the first patience is used up; the longest time if nobody holds. */
    long nanosLeft() {
        long least = Long.MAX_VALUE;
        for (Client client : holding) {
            least = Math.min(least, client.patience.leftNanos());
        }
        return least;
    }
}
