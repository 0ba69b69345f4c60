package io.clusterkit;

/**
 * Takes events. Called on a handler thread; events of one sender one after another, in the order sent, those of
 * different senders side by side. May block, and may query any member.
 */
@FunctionalInterface
public interface EventHandler {
    /**
     * Handles an event.
     *
     * @throws Exception is counted, and logged once per interval; other handlers still get the event
     */
    void handle(Event event) throws Exception;
}
