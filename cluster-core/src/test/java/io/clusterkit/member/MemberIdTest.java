package io.clusterkit.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberIdTest {
    @Test
    void theUuidIsSidAtHid() {
        MemberId id = new MemberId("b9Z9m97e", "02:fc:00:00:00:01");

        assertThat(id.uuid()).isEqualTo("b9Z9m97e@02:fc:00:00:00:01");
        assertThat(id).hasToString(id.uuid());
    }

    @Test
    void aDrawnSidHasEightLettersAndDigits() {
        Random random = new Random(1);
        Set<String> sids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String sid = MemberId.draw("h", random).sid();
            assertThat(sid).matches("[A-Za-z0-9]{8}");
            sids.add(sid);
        }
        assertThat(sids).hasSize(10_000);
    }

    @Test
    void emptyPartsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemberId("", "h"))
                .withMessageContaining("sid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemberId("s", ""))
                .withMessageContaining("hid");
    }

    @Test
    void sortsBySidThenHid() {
        assertThat(new MemberId("a", "z")).isLessThan(new MemberId("b", "a"));
        assertThat(new MemberId("a", "y")).isLessThan(new MemberId("a", "z"));
    }

    @Test
    void aMemberIsFoundByItsTagsAndIdsAndItsHost() {
        Member here = TestMembers.member("s1", "tag");

        assertThat(here.words()).containsExactly("tag", TestMembers.HID, "s1", TestMembers.ADDRESS, "localhost");
        assertThat(here.words()).allMatch(here::answersTo);
        assertThat(here.answersTo("ta")).isFalse();
    }

    @Test
    void aMemberElsewhereIsNotLocalhost() {
        Member elsewhere = TestMembers.member("s1", false, List.of("c"));

        assertThat(elsewhere.words()).doesNotContain("localhost");
        assertThat(elsewhere.answersTo("localhost")).isFalse();
    }
}
