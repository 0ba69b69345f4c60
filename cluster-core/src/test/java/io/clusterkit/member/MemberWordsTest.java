package io.clusterkit.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By which words a member is found; few words in all, so that many are equal by chance, and by a part of their hash. */
class MemberWordsTest {
    private final Random random = new Random(7);

    @Test
    void aMemberAnswersToItsWordsAndToNoOthers() {
        for (int i = 0; i < 2000; i++) {
            Member member = new Member(
                    new MemberId(word(), word()),
                    word(),
                    random.nextBoolean(),
                    MemberState.ALIVE,
                    Tags.of(IntStream.range(0, random.nextInt(6))
                            .mapToObj(n -> word())
                            .toList()),
                    List.of("c"),
                    Map.of(),
                    Instant.EPOCH);
            for (Member each : List.of(member, member.seenAt(Instant.MAX), member.withState(MemberState.LEFT))) {
                for (int n = 0; n < 20; n++) {
                    String word = n == 0 ? Member.LOCALHOST : word();
                    assertThat(each.answersTo(word))
                            .as("%s and %s", each, word)
                            .isEqualTo(each.words().contains(word));
                    assertThat(each.tags().contains(word))
                            .isEqualTo(each.tags().asList().contains(word));
                    String[] some = IntStream.range(0, random.nextInt(4))
                            .mapToObj(unused -> word())
                            .toArray(String[]::new);
                    assertThat(each.answersToAll(Words.of(some)))
                            .as("%s and all of %s", each, List.of(some))
                            .isEqualTo(each.words().containsAll(List.of(some)));
                }
            }
        }
    }

    @Test
    void tagsOfAMemberAreEqualToTheSameTagsOfAnother() {
        Tags tags = Tags.of("a", "b");
        Member member = new Member(
                TestMembers.id("m"), "10.0.0.1", true, MemberState.ALIVE, tags, List.of("c"), Map.of(), Instant.EPOCH);

        assertThat(member.tags()).isEqualTo(tags).hasSameHashCodeAs(tags);
        assertThat(member.tags().contains("m")).isFalse();
        assertThat(member.seenAt(Instant.MAX).tags()).isSameAs(member.tags());
    }

    private String word() {
        return "w" + random.nextInt(40);
    }
}
