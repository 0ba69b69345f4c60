package io.clusterkit.boot.autoconfigure.health;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of the health component of a member. */
@ConfigurationProperties("cluster.health")
public class ClusterHealthProperties {
    /**
     * How many other members must be alive for the member to be up, at least 0. With 0 it is up though alone.
     */
    private int minMembers = 0;

    public int getMinMembers() {
        return minMembers;
    }

    public void setMinMembers(int minMembers) {
        this.minMembers = minMembers;
    }
}
