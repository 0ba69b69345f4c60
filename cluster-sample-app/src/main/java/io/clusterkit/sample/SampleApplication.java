package io.clusterkit.sample;

import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.member.TagEdit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts one member, with a web server; {@link Companions} starts the others of this JVM. Run it again in another shell
 * and all of them are one cluster.
 */
@SpringBootApplication
@EnableConfigurationProperties(SampleProperties.class)
@EnableScheduling
public class SampleApplication {
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }

    /** The member that has companions is the desk. */
    @Bean
    ClusterCustomizer deskTag(SampleProperties sample) {
        return options -> {
            if (sample.companions() > 0) {
                options.setUp(cluster -> cluster.tags(TagEdit.edit().append("desk")));
            }
        };
    }
}
