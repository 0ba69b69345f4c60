package io.clusterkit.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TagEditTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void changesTagsAsTheOriginalDoes(String name, TagEdit edit, List<String> after) {
        assertThat(edit.applyTo(Tags.of("one", "two", "three")).asList()).isEqualTo(after);
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                arguments("nothing", TagEdit.edit(), List.of("one", "two", "three")),
                arguments(
                        "append adds at the end",
                        TagEdit.edit().append("x", "y"),
                        List.of("one", "two", "three", "x", "y")),
                arguments(
                        "append leaves what is there in its place",
                        TagEdit.edit().append("two", "x", "x"),
                        List.of("one", "two", "three", "x")),
                arguments("append ignores empty text", TagEdit.edit().append(""), List.of("one", "two", "three")),
                arguments("remove", TagEdit.edit().remove("one", "three"), List.of("two")),
                arguments("remove of what is not there", TagEdit.edit().remove("x"), List.of("one", "two", "three")),
                arguments("replace", TagEdit.edit().replace("x", "y", "x"), List.of("x", "y")),
                arguments("replace by nothing", TagEdit.edit().replace(), List.of()),
                arguments("map keeps the place", TagEdit.edit().map("two", "x"), List.of("one", "x", "three")),
                arguments(
                        "map of what is not there does nothing",
                        TagEdit.edit().map("zero", "x"),
                        List.of("one", "two", "three")),
                arguments(
                        "map to what is there leaves one of them",
                        TagEdit.edit().map("one", "three"),
                        List.of("three", "two")),
                arguments(
                        "map to a tag before leaves one of them",
                        TagEdit.edit().map("three", "one"),
                        List.of("two", "one")),
                arguments("map to itself", TagEdit.edit().map("one", "one"), List.of("one", "two", "three")),
                arguments("map to empty text", TagEdit.edit().map("one", ""), List.of("one", "two", "three")),
                arguments(
                        "mapOrAppend puts the new one at the end",
                        TagEdit.edit().mapOrAppend("one", "x"),
                        List.of("two", "three", "x")),
                arguments(
                        "mapOrAppend adds though the old one is not there",
                        TagEdit.edit().mapOrAppend("zero", "x"),
                        List.of("one", "two", "three", "x")),
                arguments(
                        "mapOrAppend to what is there",
                        TagEdit.edit().mapOrAppend("one", "three"),
                        List.of("two", "three")),
                arguments(
                        "mapOrAppend to empty text only removes",
                        TagEdit.edit().mapOrAppend("one", ""),
                        List.of("two", "three")),
                arguments(
                        "steps happen in their order",
                        TagEdit.edit()
                                .replace("a", "b")
                                .append("c")
                                .map("a", "x")
                                .remove("b")
                                .mapOrAppend("c", "y")
                                .append("b"),
                        List.of("x", "y", "b")),
                arguments(
                        "a removed tag may be added again",
                        TagEdit.edit().remove("one").append("one"),
                        List.of("two", "three", "one")));
    }

    @Test
    void anEditMayBeUsedAsTheBeginningOfTwoOthers() {
        TagEdit beginning = TagEdit.edit().append("a");

        assertThat(beginning.append("b").applyTo(Tags.none())).containsExactly("a", "b");
        assertThat(beginning.append("c").applyTo(Tags.none())).containsExactly("a", "c");
        assertThat(beginning.applyTo(Tags.none())).containsExactly("a");
    }

    @Test
    void anEditDoesNotChangeWithTheArrayItWasGiven() {
        String[] tags = {"a"};
        TagEdit edit = TagEdit.edit().append(tags);

        tags[0] = "b";

        assertThat(edit.applyTo(Tags.none())).containsExactly("a");
    }
}
