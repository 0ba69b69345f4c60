package io.clusterkit;

import io.clusterkit.routing.SendOutcome;
import java.util.List;

/**
 * What became of an event.
 *
 * @param outcomes one for each member it was for
 */
public record SendResult(List<SendOutcome> outcomes) {
    public SendResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether it was sent to every member it was for; see {@link SendOutcome#sent}. */
    public boolean isAllSent() {
        for (SendOutcome outcome : outcomes) { // no stream: it is asked for each event
            if (!outcome.sent()) {
                return false;
            }
        }
        return true;
    }
}
