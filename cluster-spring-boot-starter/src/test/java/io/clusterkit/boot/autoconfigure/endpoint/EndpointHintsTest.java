package io.clusterkit.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.clusterkit.Diagnosis;
import io.clusterkit.multiplexer.MultiplexerStats;
import io.clusterkit.protocol.Protocol;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;

/** What a native image needs of the endpoints. */
class EndpointHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    EndpointHintsTest() {
        new ReflectiveRuntimeHintsRegistrar()
                .registerRuntimeHints(
                        hints, ClusterEndpoint.class, ClusterEndpointWebExtension.class, MultiplexersEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "member", "perform"})
    void operationsMayBeCalled(String operation) {
        assertThat(Arrays.stream(ClusterEndpoint.class.getMethods())
                        .filter(method -> method.getName().equals(operation)))
                .singleElement()
                .satisfies(method ->
                        assertThat(reflection().onMethodInvocation(method)).accepts(hints));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ClusterEndpoint.ClusterDescriptor.class,
                ClusterEndpoint.SelfDescriptor.class,
                ClusterEndpoint.MemberDescriptor.class,
                ClusterEndpoint.ProtocolDescriptor.class,
                ClusterEndpoint.QueryDescriptor.class,
                ClusterEndpoint.MultiplexerDescriptor.class,
                Diagnosis.class,
                Diagnosis.ProtocolDiagnosis.class,
                Protocol.Finding.class,
                MultiplexersEndpoint.MultiplexersDescriptor.class,
                MultiplexersEndpoint.MultiplexerDescriptor.class,
                MultiplexerStats.class
            })
    void whatTheyReturnMayBeWritten(Class<?> type) {
        assertThat(reflection().onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
    }
}
