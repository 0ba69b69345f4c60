package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterListener;
import io.clusterkit.Registration;
import io.clusterkit.member.Member;
import io.clusterkit.member.Tags;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what Spring Cloud's other parts listen to: that this application is part of the cluster, and with each
 * change of an instance that they should look again. Runs in the phase of the member, right behind it.
 */
final class DiscoveryEvents implements SmartLifecycle, ClusterListener {
    private final Cluster cluster;
    private final ApplicationEventPublisher publisher;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Registration registration;

    DiscoveryEvents(Cluster cluster, ApplicationEventPublisher publisher) {
        this.cluster = cluster;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        registration = cluster.addListener(this);
        publisher.publishEvent(new InstanceRegisteredEvent<>(this, cluster.id()));
        changed();
    }

    @Override
    public void stop() {
        Registration open = registration;
        if (open != null) {
            registration = null;
            open.close();
        }
    }

    @Override
    public boolean isRunning() {
        return registration != null;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void memberDiscovered(Member member) {
        if (ServiceTags.serviceOf(member.tags()) != null) {
            changed();
        }
    }

    @Override
    public void memberTagsChanged(Member member, Tags before) {
        if (ServiceTags.serviceOf(member.tags()) != null || ServiceTags.serviceOf(before) != null) {
            changed();
        }
    }

    @Override
    public void memberDraining(Member member) {
        if (ServiceTags.serviceOf(member.tags()) != null) {
            changed();
        }
    }

    @Override
    public void memberLost(Member member) {
        if (ServiceTags.serviceOf(member.tags()) != null) {
            changed();
        }
    }

    private void changed() {
        publisher.publishEvent(new HeartbeatEvent(this, changes.incrementAndGet()));
    }
}
