package io.clusterkit.routing;

/** Told once for each member what became of a packet; on any thread. */
@FunctionalInterface
public interface SendObserver {
    /**
     * This became of it.
     *
     * @param place the member's, among those the packet was sent to, counted from 0
     */
    void ended(int place, SendOutcome outcome);

    /**
     * As {@link #ended}, for this one and others behind it: one receipt stands for thousands. The default is for this one
     * alone.
     *
     * @param run observers of packets to one member that all ended in the same way, each told once; read only
     * @param places the member's place for each of them; read only
     * @param from the place of this one in the run
     * @return the place in the run behind the last one that was told, at least {@code from + 1}
     */
    default int endedWith(SendOutcome outcome, SendObserver[] run, int[] places, int from) {
        ended(places[from], outcome);
        return from + 1;
    }
}
