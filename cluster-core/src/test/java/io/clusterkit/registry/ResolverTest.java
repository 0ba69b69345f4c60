package io.clusterkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clusterkit.member.Member;
import io.clusterkit.member.TestMembers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResolverTest {
    private static final List<Member> MEMBERS = List.of(
            TestMembers.member("sidA", "quotes", "eu-west"),
            TestMembers.member("sidB", "quotes", "eu-east", "draining"),
            TestMembers.member("sidC", false, List.of("t", "c"), "orders", "us-west"),
            TestMembers.member("sidD", false, List.of("c")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("resolvers")
    void findsWhoIsMeant(String name, Resolver resolver, List<String> sids) {
        assertThat(resolver.resolve(MEMBERS)).extracting(Member::sid).isEqualTo(sids);
    }

    static Stream<Arguments> resolvers() {
        Resolver all = Resolver.all();
        return Stream.of(
                arguments("all", all, List.of("sidA", "sidB", "sidC", "sidD")),
                arguments("no words", Resolver.words(List.of()), List.of("sidA", "sidB", "sidC", "sidD")),
                arguments("words: each must be had", Resolver.words(List.of("quotes", "eu-west")), List.of("sidA")),
                arguments("a sid", Resolver.words(List.of("sidC")), List.of("sidC")),
                arguments("a hid", Resolver.words(List.of(TestMembers.HID, "orders")), List.of("sidC")),
                arguments("an address", Resolver.words(List.of(TestMembers.ADDRESS, "orders")), List.of("sidC")),
                arguments("localhost", Resolver.words(List.of("localhost")), List.of("sidA", "sidB")),
                arguments("words are not patterns", Resolver.words(List.of("quo*")), List.of()),
                arguments("equal has", all.has("quotes", "draining"), List.of("sidB")),
                arguments("equal not", all.not("quotes", "orders"), List.of("sidD")),
                arguments("equal some", all.some("draining", "orders"), List.of("sidB", "sidC")),
                arguments("equal exact, in any order", all.exact("eu-west", "quotes"), List.of("sidA")),
                arguments("equal exact: no others", all.exact("quotes", "eu-east"), List.of()),
                arguments("equal exact: over tags only", all.exact("sidD"), List.of()),
                arguments("exact nothing: without tags", all.exact(), List.of("sidD")),
                arguments("match has", all.match().has("quo*", "eu-*"), List.of("sidA", "sidB")),
                arguments("match not", all.match().not("*-west", "sid[D]"), List.of("sidB")),
                arguments("match some", all.match().some("*-east", "us-?est"), List.of("sidB", "sidC")),
                arguments("match exact", all.match().exact("quotes", "eu-*"), List.of("sidA")),
                arguments("regexp has is found anywhere", all.regexp().has("u-", "^quotes$"), List.of("sidA", "sidB")),
                arguments("regexp not", all.regexp().not("west$", "D"), List.of("sidB")),
                arguments("regexp some", all.regexp().some("^dr", "ord.rs"), List.of("sidB", "sidC")),
                arguments("regexp exact", all.regexp().exact("q", "west"), List.of("sidA")),
                arguments(
                        "several narrow in turn",
                        all.has("quotes").not("draining").some("eu-west", "eu-east"),
                        List.of("sidA")),
                arguments(
                        "a modifier is for what follows",
                        all.match().has("eu-*").equal().not("draining").has("eu-*"),
                        List.of()),
                arguments(
                        "modifiers may change back",
                        all.match().has("eu-*").equal().not("draining").regexp().has("^quo"),
                        List.of("sidA")),
                arguments("some of nothing is nobody", all.some(), List.of()));
    }

    @Test
    void aResolverMayBeTheBeginningOfTwoOthers() {
        Resolver quotes = Resolver.all().has("quotes");

        assertThat(quotes.has("draining").resolve(MEMBERS)).hasSize(1);
        assertThat(quotes.resolve(MEMBERS)).hasSize(2);
    }
}
