package io.clusterkit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.runtime.SteppedRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolChooserTest {
    private static final int DATAGRAM = 1000;
    private static final boolean LOCAL = true;
    private static final boolean ELSEWHERE = false;

    private final RouteHealth health = new RouteHealth(new SteppedRuntime(1));

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void choosesWhatCanReachTheMemberBestFirst(
            String name, Member member, SendOptions options, int bytes, List<String> failed, List<String> chosen) {
        Map<String, Protocol> own = new LinkedHashMap<>();
        for (Protocol protocol : List.of(
                new FakeProtocol.Broadcast(DATAGRAM),
                new FakeProtocol("t"),
                new FakeProtocol("x"),
                new FakeProtocol("u", true))) {
            own.put(protocol.id(), protocol);
        }
        failed.forEach(protocol -> health.failed(member.id(), protocol));

        assertThat(new ProtocolChooser(own, health)
                        .route(member, options, bytes)
                        .protocols())
                .extracting(Protocol::id)
                .isEqualTo(chosen);
    }

    static Stream<Arguments> choices() {
        SendOptions any = SendOptions.DEFAULT;
        SendOptions noMulticast = new SendOptions(List.of(), false, true);
        return Stream.of(
                choice("the member's order", LOCAL, "u t x c", any, "", "u t x c"),
                choice("multicast last though the member prefers it", LOCAL, "c t u", any, "", "t u c"),
                choice("no multicast if not allowed", LOCAL, "t c", noMulticast, "", "t"),
                choice("local ones not for a member elsewhere", ELSEWHERE, "u t c", any, "", "t c"),
                choice("not those we do not have", LOCAL, "z t c", any, "", "t c"),
                choice("each once", LOCAL, "t t c t", any, "", "t c"),
                choice("failed lately goes behind", LOCAL, "u t c", any, "u", "t u c"),
                choice("all failed: all are tried, multicast last", LOCAL, "u t c", any, "u t", "u t c"),
                choice(
                        "the caller's order",
                        LOCAL,
                        "u t c",
                        SendOptions.DEFAULT.withProtocols(List.of("t", "u")),
                        "",
                        "t u"),
                choice(
                        "the caller's multicast",
                        LOCAL,
                        "u t c",
                        SendOptions.DEFAULT.withProtocols(List.of("c", "t")),
                        "",
                        "c t"),
                choice(
                        "not what the member lacks",
                        LOCAL,
                        "u c",
                        SendOptions.DEFAULT.withProtocols(List.of("t", "u")),
                        "",
                        "u"),
                choice("the caller's order with a failed one", LOCAL, "u t x c", byAll("u", "t", "x"), "u", "t x u"),
                choice("failed ones still before multicast", LOCAL, "t c", byAll("t", "c"), "t", "t c"),
                choice("failed ones behind multicast stay there", LOCAL, "t c", byAll("c", "t"), "t", "c t"),
                choice("nothing in common", LOCAL, "z", any, "", ""),
                arguments(
                        "a frame as large as a datagram",
                        member(LOCAL, "t c"),
                        any,
                        DATAGRAM,
                        List.of(),
                        List.of("t", "c")),
                arguments(
                        "a frame larger than a datagram",
                        member(LOCAL, "t c"),
                        any,
                        DATAGRAM + 1,
                        List.of(),
                        List.of("t")));
    }

    private static SendOptions byAll(String... protocols) {
        return SendOptions.DEFAULT.withProtocols(List.of(protocols));
    }

    private static Arguments choice(
            String name, boolean local, String offered, SendOptions options, String failed, String chosen) {
        return arguments(name, member(local, offered), options, 10, words(failed), words(chosen));
    }

    private static Member member(boolean local, String offered) {
        return TestMembers.member("m", local, words(offered));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
