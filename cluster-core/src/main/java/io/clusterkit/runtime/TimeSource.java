package io.clusterkit.runtime;

import java.time.Instant;

/** Where time comes from. Thread-safe. */
public interface TimeSource {
    /** Nanoseconds since an arbitrary moment; never goes back. Only differences mean something. */
    long nanoTime();

    /** The wall clock, for people to read; may jump. */
    Instant instant();

    /** The system's clocks. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
