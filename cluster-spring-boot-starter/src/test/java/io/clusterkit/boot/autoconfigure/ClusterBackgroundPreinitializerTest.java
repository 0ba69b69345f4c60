package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ClusterBackgroundPreinitializerTest {
    @Test
    void bootFindsItAndItLoadsWhatJoiningNeeds() {
        BackgroundPreinitializer ours =
                SpringFactoriesLoader.loadFactories(
                                BackgroundPreinitializer.class, getClass().getClassLoader())
                        .stream()
                        .filter(ClusterBackgroundPreinitializer.class::isInstance)
                        .findFirst()
                        .orElseThrow();

        assertThatCode(ours::preinitialize).doesNotThrowAnyException();
    }
}
