package io.clusterkit.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagsTest {
    @Test
    void eachTagIsKeptOnceAtItsFirstPlace() {
        assertThat(Tags.of("b", "a", "b", "c", "a").asList()).containsExactly("b", "a", "c");
    }

    @Test
    void theOrderCountsForEquality() {
        assertThat(Tags.of("a", "b")).isEqualTo(Tags.of("a", "b", "a")).isNotEqualTo(Tags.of("b", "a"));
        assertThat(Tags.of()).isEqualTo(Tags.none()).hasSameHashCodeAs(Tags.none());
    }

    @Test
    void doNotChangeWithTheListTheyWereMadeOf() {
        List<String> list = new ArrayList<>(List.of("a"));
        Tags tags = Tags.of(list);

        list.add("b");

        assertThat(tags).containsExactly("a");
    }
}
