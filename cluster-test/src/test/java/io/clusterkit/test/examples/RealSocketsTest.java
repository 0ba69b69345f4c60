package io.clusterkit.test.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class RealSocketsTest {
    private static final String NAME = "test-" + UUID.randomUUID();

    @DynamicPropertySource
    static void inAClusterOfItsOwn(DynamicPropertyRegistry registry) {
        registry.add("cluster.name", () -> NAME);
    }

    @Test
    void hearsNobodyElse(@Autowired Cluster cluster) {
        assertThat(cluster.members()).isEmpty();
    }
}
