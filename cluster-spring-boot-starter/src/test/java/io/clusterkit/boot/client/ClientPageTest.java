package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.boot.client.ClientPageExamples.Desk;
import io.clusterkit.boot.client.ClientPageExamples.EuropeanQuotes;
import io.clusterkit.boot.client.ClientPageExamples.Quotes;
import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.packet.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The examples on the page are those that are compiled, and they work. */
@ExtendWith(OutputCaptureExtension.class)
class ClientPageTest {
    @AutoClose
    private final ClientNetwork network = new ClientNetwork();

    @Test
    void eachExampleOnThePageIsCompiled() throws IOException {
        String compiled = plain(Files.readString(
                Path.of("src/test/java", ClientPageExamples.class.getName().replace('.', '/') + ".java")));
        List<String> examples = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/client.md")))
                .results()
                .map(example -> plain(example.group(1)))
                .toList();

        assertThat(examples).hasSizeGreaterThan(5).allSatisfy(example -> assertThat(compiled)
                .contains(example));
    }

    @Test
    void theExamplesWork(CapturedOutput output) {
        network.answers(query -> Payload.of(query.text() + " 42"), "quotes", "eu-west");

        new Desk(network.client(Quotes.class)).print("ACME");
        assertThat(output).contains("first: ACME 42").contains("ANSWERED ACME 42");

        ClusterClients clients = new ClusterClients(
                network.template(),
                new QuoteConverter(),
                text -> text.replace("${desk.patience:2s}", "2s"),
                HeaderConversions.shared());
        assertThat(clients.create(EuropeanQuotes.class).values("ACME")).containsExactly("ACME 42");
        assertThat(clients.create(EuropeanQuotes.class).european("ACME").values())
                .containsExactly("ACME 42");
        assertThat(ClientPageExamples.template(network.template())).contains("ACME 42");
    }

    /** Without indentation, and without what nested classes need. */
    private static String plain(String code) {
        return code.replaceAll("(?m)^\\s+", "").replace("static class", "class").strip();
    }
}
