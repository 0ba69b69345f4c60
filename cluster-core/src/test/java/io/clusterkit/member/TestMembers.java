package io.clusterkit.member;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Members for tests. */
public final class TestMembers {
    public static final String HID = "02:00:00:00:00:01";
    public static final String ADDRESS = "10.0.0.1";

    private TestMembers() {}

    public static MemberId id(String sid) {
        return new MemberId(sid, HID);
    }

    /** On this host, with protocols t and c. */
    public static Member member(String sid, String... tags) {
        return member(sid, true, List.of("t", "c"), tags);
    }

    public static Member member(String sid, boolean local, List<String> protocols, String... tags) {
        return new Member(
                id(sid),
                ADDRESS,
                local,
                MemberState.ALIVE,
                Tags.of(tags),
                protocols,
                Map.of("t", Map.of("port", "1")),
                Instant.EPOCH);
    }
}
