package io.clusterkit.boot.autoconfigure;

import io.clusterkit.Cluster;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/** Loads what joining needs while the application's beans are made, on Boot's thread for such. */
final class ClusterBackgroundPreinitializer implements BackgroundPreinitializer {
    @Override
    public void preinitialize() {
        Cluster.preload();
    }
}
