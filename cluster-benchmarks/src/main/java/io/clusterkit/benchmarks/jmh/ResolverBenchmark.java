package io.clusterkit.benchmarks.jmh;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import io.clusterkit.registry.Resolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Three tags among 1000 members, from words to the members that are meant; 100 are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ResolverBenchmark {
    private static final int MEMBERS = 1000;

    private final List<Member> members = members();

    private static List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Member(
                    new MemberId(String.format("m%07d", i), "02:fc:00:00:00:01"),
                    "10.0." + i / 250 + "." + i % 250,
                    false,
                    MemberState.ALIVE,
                    Tags.of("zone-" + i % 5, "quotes", "rack-" + i % 2, "version-" + i % 5),
                    List.of("t", "c"),
                    Map.of("t", Map.of("port", "44887")),
                    Instant.EPOCH));
        }
        return members;
    }

    @Benchmark
    public List<Member> threeTags() {
        return Resolver.words(List.of("quotes", "zone-3", "rack-1")).resolve(members);
    }
}
