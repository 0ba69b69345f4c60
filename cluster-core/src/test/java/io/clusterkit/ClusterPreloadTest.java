package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.runtime.LogRecorder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterPreloadTest {
    @Test
    void loadingLeavesNothingBehindAndSaysNothing() {
        Set<Thread> before = threads();
        try (LogRecorder log = new LogRecorder(Cluster.class)) {
            Cluster.preload();

            assertThat(log.messages()).isEmpty();
        }
        await().untilAsserted(() -> {
            Set<Thread> more = threads();
            more.removeAll(before);
            assertThat(more).isEmpty();
        });
    }

    @Test
    void aMemberThatJoinsMeanwhileIsNotDisturbed() {
        TestNetwork network = TestNetwork.random();
        Thread loading = new Thread(Cluster::preload);
        loading.start();
        try (Cluster one = join(network);
                Cluster other = join(network)) {
            await().until(() -> one.knownMembers() == 1 && other.knownMembers() == 1);
        }
        await().until(() -> !loading.isAlive());
    }

    private static Cluster join(TestNetwork network) {
        return Cluster.join(options -> options.address(network.group()).port(network.port()));
    }

    /** Those of members; not the one that all members of a JVM share. */
    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread ->
                !thread.getName().startsWith("cluster-") || thread.getName().equals("cluster-watch"));
        return threads;
    }
}
