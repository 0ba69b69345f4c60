package io.clusterkit.boot.autoconfigure.event;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.ClusterAutoConfiguration;
import io.clusterkit.boot.event.ClusterApplicationEvent;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for publishing each {@link ClusterApplicationEvent}. */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnSingleCandidate(Cluster.class)
public final class ClusterEventAutoConfiguration {
    /** One for a member: what a child context publishes its parent hears, too, and would hear twice. */
    @Bean
    @ConditionalOnMissingBean
    ClusterEventPublisher clusterEventPublisher(
            Cluster cluster,
            ApplicationEventPublisher publisher,
            @Qualifier(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME)
                    ObjectProvider<Executor> executor) {
        return new ClusterEventPublisher(cluster, publisher, executor.getIfAvailable(() -> Runnable::run));
    }
}
