package io.clusterkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
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
                .contains("Return String, byte[], Payload or nothing, an Optional of these");
    }

    @Test
    void anUnknownProtocolIsShownWithWhatToDo(CapturedOutput output) {
        failToStart(Plain.class, "--cluster.protocols=x");

        assertThat(output)
                .contains("This application can't be a member of its cluster:")
                .contains("protocols names \"x\"")
                .contains("Correct the configuration properties below 'cluster'");
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
    @ImportAutoConfiguration(ClusterAutoConfiguration.class)
    static class BadMethod {
        @Bean
        Quotes quotes() {
            return new Quotes();
        }
    }

    static class Quotes {
        @QueryHandler("quote")
        int quote(String symbol) {
            return symbol.length();
        }
    }
}
