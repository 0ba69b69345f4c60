package io.clusterkit.boot.autoconfigure.multiplexer;

import org.springframework.context.SmartLifecycle;

/**
 * Opens the multiplexers when the application can serve and closes them before it stops serving: starts in the last
 * phase, after the web server, and stops in the first. Each start opens anew, so that the context may be stopped or
 * paused, and started again.
 */
final class MultiplexersLifecycle implements SmartLifecycle {
    private final Multiplexers multiplexers;

    MultiplexersLifecycle(Multiplexers multiplexers) {
        this.multiplexers = multiplexers;
    }

    @Override
    public void start() {
        multiplexers.start();
    }

    @Override
    public void stop() {
        multiplexers.close();
    }

    @Override
    public boolean isRunning() {
        return multiplexers.isRunning();
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
