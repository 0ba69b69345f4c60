package io.clusterkit.boot.autoconfigure;

import io.clusterkit.ClusterOptions;
import io.clusterkit.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Adds the application's own protocols to a member: {@link ClusterProtocolFactory} beans and {@link Protocol} beans. */
final class ProtocolBeans {
    private final ConfigurableListableBeanFactory beans;
    private final Map<String, String> beanOfId = new LinkedHashMap<>();

    ProtocolBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** @throws IllegalStateException if two beans have one id */
    void addTo(ClusterOptions.Builder options) {
        beans.getBeansOfType(ClusterProtocolFactory.class)
                .forEach((bean, factory) -> add(options, bean, factory.id(), factory::create));
        for (String bean : beans.getBeanNamesForType(Protocol.class)) {
            Protocol first = beans.getBean(bean, Protocol.class);
            add(options, bean, first.id(), oneForEachStart(bean, first));
        }
    }

    private void add(ClusterOptions.Builder options, String bean, String id, Supplier<Protocol> factory) {
        String other = beanOfId.putIfAbsent(id, bean);
        if (other != null) {
            throw new IllegalStateException("the beans '" + other + "' and '" + bean
                    + "' are protocols with the same id, \"" + id + "\"; change the id of one, or remove it");
        }
        options.protocol(id, factory);
    }

    private Supplier<Protocol> oneForEachStart(String bean, Protocol first) {
        AtomicReference<Protocol> unused = new AtomicReference<>(first);
        return () -> {
            Protocol next = unused.getAndSet(null);
            if (next != null) {
                return next;
            }
            if (beans.isSingleton(bean)) {
                throw new IllegalStateException("the bean '" + bean + "' is a singleton, and a protocol that was closed"
                        + " can't be opened again; give it the scope 'prototype', or make it a ClusterProtocolFactory");
            }
            return beans.getBean(bean, Protocol.class);
        };
    }
}
