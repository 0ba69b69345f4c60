package io.clusterkit.boot.autoconfigure.cloud;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

/**
 * Keeps members out of the load balancer's cache, which would go on using one that left for 35 s by default: they are in
 * memory already, and always up to date. What other discovery clients find is cached as ever.
 */
final class UncachedInstances implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof LoadBalancerCacheManager manager ? new Manager(manager) : bean;
    }

    private record Manager(LoadBalancerCacheManager manager) implements LoadBalancerCacheManager {
        @Override
        public @Nullable Cache getCache(String name) {
            Cache cache = manager.getCache(name);
            return cache == null ? null : new WithoutMembers(cache);
        }

        @Override
        public Collection<String> getCacheNames() {
            return manager.getCacheNames();
        }
    }

    private record WithoutMembers(Cache cache) implements Cache {
        @Override
        public String getName() {
            return cache.getName();
        }

        @Override
        public Object getNativeCache() {
            return cache.getNativeCache();
        }

        @Override
        public @Nullable ValueWrapper get(Object key) {
            return cache.get(key);
        }

        @Override
        public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
            return cache.get(key, type);
        }

        @Override
        public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
            return cache.get(key, valueLoader);
        }

        @Override
        public void put(Object key, @Nullable Object value) {
            if (value instanceof List<?> instances
                    && instances.stream().anyMatch(ClusterServiceInstance.class::isInstance)) {
                cache.evict(key);
            } else {
                cache.put(key, value);
            }
        }

        @Override
        public void evict(Object key) {
            cache.evict(key);
        }

        @Override
        public void clear() {
            cache.clear();
        }
    }
}
