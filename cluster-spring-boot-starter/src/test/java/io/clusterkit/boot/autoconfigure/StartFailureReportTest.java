package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.client.ClusterClientAutoConfiguration;
import io.clusterkit.boot.client.EnableClusterClients;
import io.clusterkit.boot.client.InvalidClient;
import io.clusterkit.protocol.Protocol;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** What a developer sees when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureReportTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    @Test
    void aBadPropertyIsShownWithValueOriginRangeAndRemedy(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.port=70000");

        assertThat(output)
                .contains("The configuration property 'cluster.port' has the value '70000'")
                .contains("(from \"cluster.port\" from property source \"commandLineArgs\"), which can't be used:")
                .contains("    cluster.port must be from 1 to 65535 but is 70000")
                .contains("Change 'cluster.port', or remove it to use the default, 23000.");
    }

    @Test
    void aBadMethodIsShownWithBeanSignatureReasonAndRemedy(CapturedOutput output) {
        failToStart(BadMethod.class);

        assertThat(output)
                .contains("A method of the bean 'quotes' can't be part of the cluster:")
                .contains("    int " + Quotes.class.getName() + ".quote(java.lang.String)")
                .contains("Reason: its return type int can't become an answer.")
                .contains("Return String, byte[], Payload, what the PayloadConverter can write, or nothing;");
    }

    @Test
    void aBadClientIsShownWithInterfaceSignatureReasonAndRemedy(CapturedOutput output) {
        failToStart(BadClient.class);

        assertThat(output)
                .contains("The interface '" + InvalidClient.class.getName() + "' can't be a client of the cluster:")
                .contains("    public abstract java.lang.Thread " + InvalidClient.class.getName() + ".ask()")
                .contains("Reason: its return type java.lang.Thread can't be made of answers.")
                .contains("Return T for the first answer");
    }

    @Test
    void anUnknownProtocolIsShownWithWhatToDo(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.protocols=x");

        assertThat(output)
                .contains("The configuration property 'cluster.protocols' has the value '[x]'")
                .contains("cluster.protocols names \"x\", which is none of u, t, c")
                .contains("add a bean of type ClusterProtocolFactory with that id.");
    }

    @Test
    void aNameThatContradictsAnAddressOrPortIsShownWithBoth(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.name=orders", "--cluster.address=239.1.2.3", "--cluster.port=24000");

        assertThat(output)
                .contains("The configuration property 'cluster.name' has the value 'orders' (from ")
                .contains("must not be set together with cluster.address and cluster.port, set to '239.1.2.3' and"
                        + " '24000'")
                .contains("Remove 'cluster.name', or remove 'cluster.address' and 'cluster.port'.");
    }

    @Test
    void aNameContradictsTheDefaultPortAsWellIfThatIsSet(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.name=orders", "--cluster.port=23000");

        assertThat(output).contains("Remove 'cluster.name', or remove 'cluster.port'.");
    }

    @Test
    void aHeartbeatThatIsNotShorterThanTheTimeToLiveIsShown(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.heartbeat=2m", "--cluster.ttl=1m");

        assertThat(output)
                .contains("The configuration property 'cluster.heartbeat' has the value 'PT2M'")
                .contains("must be shorter than ttl, else members forget each other between two beats, but is PT2M"
                        + " with a ttl of PT1M");
    }

    @Test
    void aBadPatternOfInterfacesIsShown(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.interfaces=eth0,10.0.0.0/99");

        assertThat(output)
                .contains("The configuration property 'cluster.interfaces' has the value '[eth0, 10.0.0.0/99]'")
                .contains("cluster.interfaces has '10.0.0.0/99', allowed is a prefix length of 0 to 32");
    }

    @Test
    void twoProtocolBeansOfOneIdAreShown(CapturedOutput output) {
        failToStart(TwoOfOneId.class);

        assertThat(output).contains("the beans 'one' and 'two' are protocols with the same id, \"x\"");
    }

    private static Protocol none() {
        throw new AssertionError("not wanted");
    }

    private void failToStart(Class<?> configuration, String... arguments) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("testNetwork", ClusterCustomizer.class, network::customizer));
        assertThatException().isThrownBy(() -> application.run(arguments));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ClusterAutoConfiguration.class, ClusterClientAutoConfiguration.class})
    @EnableClusterClients(clients = InvalidClient.class)
    static class BadClient {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class BadMethod {
        @Bean
        Quotes quotes() {
            return new Quotes();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class TwoOfOneId {
        @Bean
        ClusterProtocolFactory one() {
            return ClusterProtocolFactory.of("x", StartFailureReportTest::none);
        }

        @Bean
        ClusterProtocolFactory two() {
            return ClusterProtocolFactory.of("x", StartFailureReportTest::none);
        }
    }

    static class Quotes {
        @QueryHandler("quote")
        int quote(String symbol) {
            return symbol.length();
        }
    }
}
