package io.clusterkit.boot.client;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * A client as a bean, made by the bean {@link ClusterClients}. Made, and checked, at start although nobody may have asked
 * for it yet.
 *
 * @param <T> the client's interface
 */
public final class ClusterClientFactoryBean<T> implements FactoryBean<T>, BeanFactoryAware, InitializingBean {
    private final Class<T> type;
    private @Nullable BeanFactory beanFactory;
    private @Nullable T client;

    public ClusterClientFactoryBean(Class<T> type) {
        this.type = type;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public void afterPropertiesSet() {
        BeanFactory beans = beanFactory;
        if (beans == null) {
            throw new IllegalStateException("the client " + type.getName() + " is made without a bean factory");
        }
        client = beans.getBean(ClusterClients.class).create(type);
    }

    @Override
    public @Nullable T getObject() {
        return client;
    }

    @Override
    public Class<?> getObjectType() {
        return type;
    }
}
