package io.clusterkit.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterOptions;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.handler.HeaderConversions;
import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.member.Member;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.PropertyPlaceholderHelper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What can't be a client: interface, method, reason and remedy. */
class InvalidClusterClientTest {
    private static final String BODY_OR_ANNOTATION = "Annotate it with @ClusterQuery, or give it a body.";

    private static final String PARAMETERS = "Give it any of these parameters, each at most once, in any order: the"
            + " payload, as String, byte[], Payload, or what the PayloadConverter can write; Resolver, Member or a"
            + " Collection<Member>; Duration, the timeout; headers, by @ClusterHeader.";

    private final ClusterClients clients = clients();

    private static ClusterClients clients() {
        PayloadConverter converter = PayloadConverter.textAndBytes();
        Cluster neverStarted = Cluster.create(ClusterOptions.builder().build());
        PropertyPlaceholderHelper placeholders = new PropertyPlaceholderHelper("${", "}", ":", null, false);
        return new ClusterClients(
                new ClusterTemplate(neverStarted, converter),
                converter,
                text -> placeholders.replacePlaceholders(text, name -> name.equals("empty") ? "" : null),
                HeaderConversions.shared());
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                argumentSet(
                        "a class",
                        Text.class,
                        "it is no interface",
                        "Make an interface with @ClusterQuery methods of it."),
                argumentSet(
                        "nothing in it",
                        Nothing.class,
                        "it has no method that asks",
                        "Annotate its methods with @ClusterQuery."),
                argumentSet(
                        "not annotated",
                        NotAnnotated.class,
                        "it has neither @ClusterQuery nor a body",
                        BODY_OR_ANNOTATION),
                argumentSet(
                        "a body",
                        Body.class,
                        "it has a body, so nobody would be asked",
                        "Remove the body, or @ClusterQuery."),
                argumentSet(
                        "two payloads",
                        TwoPayloads.class,
                        "it has more than one parameter for the payload",
                        PARAMETERS),
                argumentSet(
                        "two who are asked",
                        TwoTargets.class,
                        "it has more than one parameter for who is asked",
                        PARAMETERS),
                argumentSet(
                        "two timeouts",
                        TwoTimeouts.class,
                        "it has more than one parameter for the timeout",
                        PARAMETERS),
                argumentSet(
                        "payload nobody can write",
                        Unwritable.class,
                        "its parameter of type java.lang.Thread can't become a payload",
                        PARAMETERS),
                argumentSet(
                        "headers of numbers",
                        NoMap.class,
                        "all headers can't be given as java.util.Map<java.lang.String, java.lang.Integer>",
                        "Give them as Map<String, String>."),
                argumentSet(
                        "header nobody can write",
                        UnwritableHeader.class,
                        "its header \"seed\" can't be made of java.util.Random",
                        "Give it as String, or add a bean of type Converter<…, String> to the application."),
                argumentSet(
                        "answer nobody can read",
                        Unreadable.class,
                        "its return type java.lang.Thread can't be made of answers",
                        Reply.REMEDY),
                argumentSet(
                        "list of values",
                        ListOfValues.class,
                        "its return type java.util.List<java.lang.String> can't be made of answers",
                        Reply.REMEDY),
                argumentSet("stream", Streamed.class, "can't be made of answers", Reply.REMEDY),
                argumentSet("future without type", RawFuture.class, "does not say what members answer", Reply.REMEDY),
                argumentSet(
                        "answers without type", UnknownAnswers.class, "does not say what members answer", Reply.REMEDY),
                argumentSet("type variable", Variable.class, "does not say what members answer", Reply.REMEDY),
                argumentSet("optional of all", OptionalOfAll.class, "can't be made of answers", Reply.REMEDY),
                argumentSet("flux of all", FluxOfAll.class, "can't be made of answers", Reply.REMEDY),
                argumentSet("future of a mono", FutureOfMono.class, "can't be made of answers", Reply.REMEDY),
                argumentSet(
                        "no duration",
                        BadTimeout.class,
                        "timeout is \"soon\", which is no duration",
                        "Write it as 500ms, 2s or PT2S."),
                argumentSet(
                        "short duration",
                        ShortTimeout.class,
                        "timeout is \"0s\", which is less than 1 ms",
                        "Make it at least 1ms."),
                argumentSet(
                        "unknown placeholder",
                        UnknownPlaceholder.class,
                        "to is \"${nowhere}\": Could not resolve placeholder 'nowhere'",
                        "Set the property, or give a default: ${name:default}."),
                argumentSet(
                        "empty word",
                        EmptyWord.class,
                        "to has an empty text, from \"${empty}\"",
                        "Remove it, or set the property."),
                argumentSet(
                        "blank name",
                        BlankName.class,
                        "the query's name is blank",
                        "Give it a name, or use @ClusterQuery without one"),
                argumentSet(
                        "bad pattern",
                        BadPattern.class,
                        "to has \"(\", which is no regular expression: Unclosed group",
                        "Correct it, or use another match."),
                argumentSet(
                        "misread channel",
                        BadChannel.class,
                        "channel is 18112, which members of tcl-cluster misread",
                        "Take the next one."));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isNamedWithReasonAndRemedy(Class<?> client, String reason, String remedy) {
        assertThatExceptionOfType(InvalidClusterClientException.class)
                .isThrownBy(() -> clients.create(client))
                .satisfies(invalid -> {
                    assertThat(invalid.getClient()).isEqualTo(client.getName());
                    assertThat(invalid.getReason()).contains(reason);
                    assertThat(invalid.getRemedy()).contains(remedy);
                    assertThat(invalid.getMessage())
                            .contains(client.getName())
                            .contains(reason)
                            .contains(remedy);
                    if (client != Text.class && client != Nothing.class) {
                        assertThat(invalid.getMethod()).contains("ask(");
                    }
                });
    }

    @Test
    void isAnalyzedForTheDeveloper() {
        InvalidClusterClientException invalid = new InvalidClusterClientException(
                Body.class, Body.class.getMethods()[0], "it has a body", "Remove the body.");

        FailureAnalysis analysis = Objects.requireNonNull(
                new InvalidClusterClientFailureAnalyzer().analyze(new RuntimeException(invalid)));

        assertThat(analysis.getDescription())
                .contains("The interface '" + Body.class.getName() + "' can't be a client of the cluster:")
                .contains("String " + Body.class.getName() + ".ask()")
                .contains("Reason: it has a body.");
        assertThat(analysis.getAction()).isEqualTo("Remove the body.");
    }

    abstract static class Text {
        @ClusterQuery
        abstract String ask();
    }

    interface Nothing {}

    interface NotAnnotated {
        String ask();
    }

    interface Body {
        @ClusterQuery
        default String ask() {
            return "";
        }
    }

    interface TwoPayloads {
        @ClusterQuery
        String ask(String one, byte[] two);
    }

    interface TwoTargets {
        @ClusterQuery
        String ask(Member one, Resolver two);
    }

    interface TwoTimeouts {
        @ClusterQuery
        String ask(Duration one, Duration two);
    }

    interface Unwritable {
        @ClusterQuery
        String ask(Thread thread);
    }

    interface NoMap {
        @ClusterQuery
        String ask(@ClusterHeader Map<String, Integer> headers);
    }

    interface UnwritableHeader {
        @ClusterQuery
        String ask(@ClusterHeader("seed") Random random);
    }

    interface Unreadable {
        @ClusterQuery
        Thread ask();
    }

    interface ListOfValues {
        @ClusterQuery
        List<String> ask();
    }

    interface Streamed {
        @ClusterQuery
        Stream<Answer<String>> ask();
    }

    @SuppressWarnings("rawtypes") // that is what is wrong
    interface RawFuture {
        @ClusterQuery
        CompletableFuture ask();
    }

    interface UnknownAnswers {
        @ClusterQuery
        Answers<?> ask();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // that is what is wrong
    interface Variable {
        @ClusterQuery
        <T> T ask();
    }

    interface OptionalOfAll {
        @ClusterQuery
        Optional<Answers<String>> ask();
    }

    interface FluxOfAll {
        @ClusterQuery
        Flux<Answers<String>> ask();
    }

    interface FutureOfMono {
        @ClusterQuery
        CompletableFuture<Mono<String>> ask();
    }

    interface BadTimeout {
        @ClusterQuery(timeout = "soon")
        String ask();
    }

    interface ShortTimeout {
        @ClusterQuery(timeout = "0s")
        String ask();
    }

    interface UnknownPlaceholder {
        @ClusterQuery(to = "${nowhere}")
        String ask();
    }

    @ClusterClient("${empty}")
    interface EmptyWord {
        @ClusterQuery
        String ask();
    }

    interface BlankName {
        @ClusterQuery(" ")
        String ask();
    }

    interface BadPattern {
        @ClusterQuery(to = "(", match = WordMatch.REGEXP)
        String ask();
    }

    interface BadChannel {
        @ClusterQuery(channel = 18112)
        String ask();
    }
}
