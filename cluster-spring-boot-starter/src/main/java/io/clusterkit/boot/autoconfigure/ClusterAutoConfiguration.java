package io.clusterkit.boot.autoconfigure;

import io.clusterkit.Cluster;
import io.clusterkit.boot.handler.ClusterMethodProcessor;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.boot.handler.QueryErrorMapper;
import io.clusterkit.boot.handler.QueryErrors;
import io.clusterkit.runtime.ClusterRuntime;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Auto-configuration for this application's member: the {@link Cluster}, which joins last, and drains and leaves first, with the
 * annotated methods of all beans.
 *
 * <p>Handlers run on the bean {@value #HANDLER_EXECUTOR} if there is one: the application's own, or virtual threads if
 * the application has them on. Otherwise they run on the member's own pool. Time, threads and chance come from a bean
 * of type {@link ClusterRuntime} if there is one; protocols of the application's own from beans of type {@link
 * ClusterProtocolFactory}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "cluster.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClusterProperties.class)
public final class ClusterAutoConfiguration {
    /** Name of the bean that runs handlers, hooks and listeners. */
    public static final String HANDLER_EXECUTOR = "clusterHandlerExecutor";

    /** As many tasks as may wait for the member's own pool; more are refused, and the asker is told. */
    private static final int MOST_VIRTUAL_THREADS = 16_384;

    @Bean(name = HANDLER_EXECUTOR, defaultCandidate = false)
    @ConditionalOnMissingBean(name = HANDLER_EXECUTOR)
    @ConditionalOnThreading(Threading.VIRTUAL)
    SimpleAsyncTaskExecutor clusterHandlerExecutor() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("cluster-handler-");
        executor.setVirtualThreads(true);
        executor.setConcurrencyLimit(MOST_VIRTUAL_THREADS);
        executor.setRejectTasksWhenLimitReached(true);
        return executor;
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Cluster cluster(
            ClusterProperties properties,
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            ObjectProvider<ClusterTagsContributor> tagsContributors,
            ObjectProvider<ClusterRuntime> runtime,
            @Qualifier(HANDLER_EXECUTOR) ObjectProvider<Executor> handlerExecutor,
            ObjectProvider<ClusterCustomizer> customizers) {
        ClusterCustomizer beans = options -> {
            options.tags(new TagSources(properties, environment, beanFactory, tagsContributors).tags());
            new ProtocolBeans(beanFactory).addTo(options);
            runtime.ifUnique(options::runtime);
            handlerExecutor.ifAvailable(options::handlerExecutor);
        };
        return Cluster.create(new ClusterPropertiesMapper(properties)
                .options(Stream.concat(Stream.of(beans), customizers.orderedStream())));
    }

    @Bean
    @ConditionalOnMissingBean
    PayloadConverter clusterPayloadConverter() {
        return PayloadConverter.textAndBytes();
    }

    @Bean
    @ConditionalOnSingleCandidate(Cluster.class)
    ClusterMethodProcessor clusterMethodProcessor(
            ConfigurableListableBeanFactory beanFactory,
            Cluster cluster,
            PayloadConverter converter,
            ClusterProperties properties,
            ObjectProvider<QueryErrorMapper> errorMappers) {
        QueryErrors errors = new QueryErrors(
                properties.getQuery().getErrorDetails(),
                errorMappers.orderedStream().toList());
        return new ClusterMethodProcessor(beanFactory, cluster, converter, errors);
    }

    /** One for a member: a child context, whose beans may be handlers of its parent's member, does not stop that. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(Cluster.class)
    ClusterLifecycle clusterLifecycle(Cluster cluster, ClusterProperties properties) {
        return new ClusterLifecycle(cluster, properties.getDrainTimeout());
    }

    @Bean
    @ConditionalOnBean(value = ClusterLifecycle.class, search = SearchStrategy.CURRENT)
    ClusterPreparation clusterPreparation(Cluster cluster) {
        return new ClusterPreparation(cluster);
    }
}
