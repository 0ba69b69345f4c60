package io.clusterkit.boot.observation;

/** Values of the tag {@code outcome} that several conventions use. */
final class Outcomes {
    /** It has not ended. */
    static final String UNKNOWN = "unknown";

    static final String ANSWERED = "answered";
    static final String FAILED = "failed";
    static final String PARTIAL = "partial";

    private Outcomes() {}
}
