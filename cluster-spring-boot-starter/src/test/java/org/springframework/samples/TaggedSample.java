package org.springframework.samples;

import io.clusterkit.boot.ClusterTags;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose package is one of Spring's, as those of its samples are. */
@Configuration(proxyBeanMethods = false)
@ClusterTags("sample")
public class TaggedSample {
    @Bean
    @ClusterTags("of-a-sample")
    String tagged() {
        return "tagged";
    }
}
