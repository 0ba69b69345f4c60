package io.clusterkit.boot.handler;

import io.clusterkit.Cluster;
import io.clusterkit.Registration;

/** A method that was checked and can be added to a member. */
@FunctionalInterface
interface ClusterMethodBinding {
    Registration addTo(Cluster cluster);
}
