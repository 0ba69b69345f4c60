package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.hook.HookPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class AotHintsTest {
    @ParameterizedTest
    @ValueSource(strings = {"query", "event", "hook"})
    void annotatedMethodsMayBeCalledInANativeImage(String method) throws Exception {
        RuntimeHints hints = new RuntimeHints();

        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Annotated.class);

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Annotated.class.getDeclaredMethod(method)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Annotated.class.getDeclaredMethod("other")))
                .rejects(hints);
    }

    static class Annotated {
        @QueryHandler("query")
        public void query() {}

        @ClusterEventListener
        public void event() {}

        @ClusterHook(point = HookPoint.SEND)
        public void hook() {}

        public void other() {}
    }
}
