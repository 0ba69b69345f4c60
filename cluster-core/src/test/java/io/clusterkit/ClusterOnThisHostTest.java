package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberState;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Members on real sockets, on a multicast group of their own. */
class ClusterOnThisHostTest {
    private final TestNetwork network = TestNetwork.random();

    private Cluster join(Consumer<ClusterOptions.Builder> options) {
        return Cluster.join(builder -> {
            builder.address(network.group()).port(network.port());
            options.accept(builder);
        });
    }

    @Test
    void membersFindEachOtherAskAndLeave() throws Exception {
        List<Member> lost = new CopyOnWriteArrayList<>();
        ClusterListener listener = new ClusterListener() {
            @Override
            public void memberLost(Member member) {
                lost.add(member);
            }
        };
        try (Cluster desk = join(options -> options.tags("desk").listener(listener));
                Cluster one = join(options -> options.tags("quotes").onQuery("quote", query -> Payload.of("1")));
                Cluster two = join(options -> options.tags("quotes").onQuery("quote", query -> Payload.of("2")))) {
            soon().until(() ->
                    desk.resolve("quotes").size() == 2 && one.members().size() == 2);

            QueryResult prices =
                    desk.query("quote").to("quotes").data("ACME").ask().await();

            assertThat(prices.isComplete()).isTrue();
            assertThat(prices.answers()).extracting(QueryOutcome::text).containsExactlyInAnyOrder("1", "2");
            assertThat(prices.answers()).extracting(QueryOutcome::protocol).containsOnly("u");

            String uuid = two.id().uuid();
            two.leave();
            soon().until(() -> desk.members().size() == 1);
            soon().until(() -> lost.size() == 1);
            assertThat(lost.get(0).uuid()).isEqualTo(uuid);
            assertThat(lost.get(0).state()).isEqualTo(MemberState.LEFT);
        }
    }

    @Test
    void aMemberThatStartsAgainIsANewOne() {
        try (Cluster one = join(options -> {});
                Cluster two = join(options -> {})) {
            soon().until(() -> one.members().size() == 1);
            String before = two.id().sid();
            two.leave();
            two.start();
            assertThat(two.id().sid()).isNotEqualTo(before);
            soon().until(() -> one.member(two.id().sid()).isPresent());
            soon().until(() -> one.members().size() == 1); // its farewell may come another way, and later
        }
    }

    @Test
    void headersArriveByTcpAndByUnixSocket() throws Exception {
        try (Cluster desk = join(options -> {});
                Cluster quotes = join(options -> options.tags("quotes")
                        .onQuery("header", query -> Payload.of(query.protocol() + query.headers())))) {
            soon().until(() -> desk.member(quotes.id().sid())
                    .filter(member ->
                            member.protocolProps().size() == member.protocols().size() - 1) // all but c have some
                    .isPresent());
            for (String protocol : desk.resolve("quotes").get(0).protocols()) {
                assertThat(desk.query("header")
                                .header("a", "1")
                                .protocols(protocol)
                                .ask()
                                .await()
                                .answers())
                        .extracting(QueryOutcome::text)
                        .containsExactly(protocol + (protocol.equals("c") ? "{}" : "{a=1}"));
            }
        }
    }

    @Test
    void aHandlerMayAskTheVeryMemberThatAskedIt() throws Exception {
        try (Cluster one = join(options -> options.tags("one").onQuery("name", query -> Payload.of("Ada")));
                Cluster two = join(options -> options.tags("two"))) {
            two.onQuery(
                    "greet",
                    query -> Payload.of("hello "
                            + two.query("name")
                                    .to(query.from().sid())
                                    .ask()
                                    .await()
                                    .answers()
                                    .get(0)
                                    .text()));
            soon().until(() ->
                    !one.resolve("two").isEmpty() && !two.resolve("one").isEmpty());

            QueryResult greeting = one.query("greet").to("two").ask().await();

            assertThat(greeting.answers()).extracting(QueryOutcome::text).containsExactly("hello Ada");
        }
    }

    @Test
    void aHundredTimesStartDiscoverAndCloseLeaveNoThreadAndNoSocket() throws Exception {
        try (Cluster stays = join(options -> {})) {
            meetOnce(stays);
            long threadsBefore = clusterThreads(stays);
            long socketsBefore = sockets();
            for (int i = 0; i < 100; i++) {
                meetOnce(stays);
            }
            soon().untilAsserted(() -> assertThat(clusterThreads(stays)).isLessThanOrEqualTo(threadsBefore));
            soon().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(socketsBefore));
        }
    }

    @Test
    void manyMembersInOneJvmAllSeeAll() {
        int count = 12;
        List<Cluster> members =
                IntStream.range(0, count).mapToObj(i -> join(options -> {})).toList();
        try {
            soon().untilAsserted(() -> assertThat(members)
                    .allSatisfy(member -> assertThat(member.members()).hasSize(count - 1)));
        } finally {
            members.forEach(Cluster::close);
        }
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2));
    }

    private void meetOnce(Cluster stays) throws Exception {
        try (Cluster guest = join(options -> options.onQuery(query -> Payload.of("here")))) {
            soon().until(() -> stays.member(guest.id().sid())
                    .filter(member -> !member.protocolProps().isEmpty())
                    .isPresent());
            QueryResult result = stays.query().to(guest.id().sid()).ask().await();
            assertThat(result.answers()).extracting(QueryOutcome::text).containsExactly("here");
        }
        soon().until(() -> stays.members().isEmpty());
    }

    /** Threads of members other than this one that are still there. */
    private static long clusterThreads(Cluster stays) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-"))
                .filter(thread ->
                        !thread.getName().startsWith("cluster-" + stays.id().sid()))
                .count();
    }

    private static long sockets() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(ClusterOnThisHostTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
