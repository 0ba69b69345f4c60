package io.clusterkit.boot.autoconfigure.info;

import io.clusterkit.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** An {@link InfoContributor} that tells who this member is, and how many others it knows. */
public class ClusterInfoContributor implements InfoContributor {
    private final Cluster cluster;

    public ClusterInfoContributor(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sid", cluster.id().sid());
        details.put("hid", cluster.id().hid());
        details.put("tags", cluster.tags().asList());
        details.put("protocols", cluster.protocols());
        details.put("members", cluster.knownMembers());
        builder.withDetail("cluster", details);
    }
}
