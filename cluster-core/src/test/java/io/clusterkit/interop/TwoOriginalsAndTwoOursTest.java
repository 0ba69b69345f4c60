package io.clusterkit.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.TestNetwork;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two members of the original and two of ours, talking all at once for a while: {@value #SECONDS} seconds, as that
 * system property says.
 */
class TwoOriginalsAndTwoOursTest {
    private static final String SECONDS = "cluster.interop.seconds";
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger(SECONDS, 10));

    private static final int ROUNDS_PER_DEPARTURE = 40;

    private final TestNetwork network = TestNetwork.random();
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
    private final List<String> toFirst = new CopyOnWriteArrayList<>();
    private final List<String> toSecond = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<QueryResult> wrong = new CopyOnWriteArrayList<>();
    private int rounds;
    private int departures;

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    private Cluster join(String tag, List<String> events) {
        return Cluster.join(options -> options.address(network.group())
                .port(network.port())
                .tags("java", tag)
                .heartbeat(Duration.ofSeconds(2))
                .onQuery(query -> {
                    if (query.text().startsWith("fail ")) {
                        throw new IllegalArgumentException(query.text().substring(5));
                    }
                    return Payload.of(tag + ":" + query.text());
                })
                .onEvent(event -> events.add(event.text())));
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(20));
    }

    @Test
    void theyAnswerAndHearEachOtherAndTheOriginalsHaveNothingToComplainOf() throws Exception {
        try (OriginalMember one = OriginalMember.start(network.group(), network.port(), "TCL ONE");
                OriginalMember two = OriginalMember.start(network.group(), network.port(), "TCL TWO");
                Cluster first = join("first", toFirst);
                Cluster second = join("second", toSecond)) {
            for (OriginalMember original : List.of(one, two)) {
                for (int others = 0; others < 3; others++) {
                    original.await("DISCOVERED");
                }
            }
            soon().until(() ->
                    first.resolve("TCL").size() == 2 && second.resolve("TCL").size() == 2);
            int eventsBefore = one.count("EVENT");
            var talking = background.scheduleAtFixedRate(
                    () -> first.event()
                            .to("second")
                            .data("n" + sent.getAndIncrement())
                            .send()
                            .join(),
                    0,
                    5,
                    TimeUnit.MILLISECONDS);
            var asking = background.scheduleAtFixedRate(() -> askAll(second), 0, 50, TimeUnit.MILLISECONDS);

            int toOriginals = 0;
            long end = System.nanoTime() + DURATION.toNanos();
            while (System.nanoTime() < end || departures == 0) {
                round(one, two, first, second);
                toOriginals += 3;
                rounds++;
                if (rounds % ROUNDS_PER_DEPARTURE == 0) {
                    comeAndGo(one, two, first, second);
                }
            }
            talking.cancel(false);
            asking.cancel(false);
            background.shutdown();
            assertThat(background.awaitTermination(40, TimeUnit.SECONDS)).isTrue();

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < sent.get(); i++) {
                expected.add("n" + i);
            }
            soon().until(() ->
                    toSecond.stream().filter(text -> text.startsWith("n")).count() == expected.size());
            assertThat(toSecond.stream().filter(text -> text.startsWith("n")).toList())
                    .isEqualTo(expected);
            assertThat(wrong).isEmpty();
            assertThat(one.count("EVENT") - eventsBefore).isEqualTo(toOriginals);
            assertThat(one.errorOutput()).isEmpty();
            assertThat(two.errorOutput()).isEmpty();
            for (Cluster ours : List.of(first, second)) {
                assertThat(ours.counters().keySet()).noneMatch(name -> name.startsWith("packets.undecodable"));
            }
        }
        System.out.printf(
                "MEASURED %s: %d rounds, %d events ours to ours, %d queries to the originals beside them, %d departures%n",
                DURATION, rounds, sent.get(), asked.get(), departures);
    }

    /** Two originals are asked; both answer. */
    private void askAll(Cluster asker) {
        try {
            String text = "q" + asked.incrementAndGet();
            QueryResult result = asker.query().to("TCL").data(text).ask().await();
            boolean right = result.outcomes().size() == 2
                    && result.outcomes().stream()
                            .allMatch(outcome -> outcome.text().equals("tcl:" + text));
            if (!right) {
                wrong.add(result);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(OriginalMember one, OriginalMember two, Cluster first, Cluster second) throws Exception {
        String mark = "r" + rounds;
        QueryResult all = first.query().data(mark).ask().await();
        assertThat(all.outcomes())
                .extracting(QueryOutcome::text)
                .containsExactlyInAnyOrder("tcl:" + mark, "tcl:" + mark, "second:" + mark);
        QueryResult byMulticast =
                first.query().to("TCL").data(mark + " mc").broadcast().ask().await();
        assertThat(byMulticast.outcomes()).extracting(QueryOutcome::text).containsOnly("tcl:" + mark + " mc");
        QueryResult error = second.query().to("ONE").data("fail " + mark).ask().await();
        assertThat(error.outcomes()).extracting(QueryOutcome::error).containsExactly(mark);

        one.command("query", "java", mark);
        assertThat(List.of(one.await("ANSWER").get(4), one.await("ANSWER").get(4)))
                .containsExactlyInAnyOrder("first:" + mark, "second:" + mark);
        assertThat(one.await("DONE")).contains("complete", "2");
        two.command("query", "first", "fail " + mark);
        assertThat(two.await("ANSWER")).containsSubsequence(first.id().uuid(), "error", mark);
        if (rounds % 20 == 0) {
            two.command("query", "ONE", mark);
            assertThat(two.await("ANSWER")).containsSubsequence(one.uuid(), "response", "tcl:" + mark);
        }

        assertThat(first.event().to("TCL").data("to " + mark).send().join().isAllSent())
                .isTrue();
        assertThat(second.event()
                        .data("all " + mark)
                        .broadcast(true)
                        .send()
                        .join()
                        .isAllSent())
                .isTrue();
        for (OriginalMember original : List.of(one, two)) {
            assertThat(List.of(
                            original.await("EVENT").get(3),
                            original.await("EVENT").get(3)))
                    .containsExactlyInAnyOrder("to " + mark, "all " + mark);
        }
        one.command("send", "first", "single " + mark);
        soon().until(() -> toFirst.contains("single " + mark));
        two.command("broadcast", "everybody " + mark);
        soon().until(() -> toFirst.contains("everybody " + mark) && toSecond.contains("everybody " + mark));
        one.await("EVENT", two.uuid());

        first.tags(TagEdit.edit().append(mark).remove("r" + (rounds - 1)));
        for (OriginalMember original : List.of(one, two)) {
            original.await(line -> line.get(0).equals("TAGS")
                    && line.get(1).equals(first.id().uuid())
                    && line.get(2).contains(mark));
        }
        two.command("tags", mark, "-remove", "r" + (rounds - 1));
        soon().until(() -> second.resolve("TWO", mark).size() == 1
                && first.resolve("TWO", mark).size() == 1);
        one.await("TAGS", two.uuid());
    }

    /** A third of ours comes, is found, and leaves again. */
    private void comeAndGo(OriginalMember one, OriginalMember two, Cluster first, Cluster second) throws Exception {
        departures++;
        try (Cluster guest = join("guest", new CopyOnWriteArrayList<>())) {
            for (OriginalMember original : List.of(one, two)) {
                original.await("DISCOVERED", guest.id().uuid());
            }
            soon().until(() -> guest.knownMembers() == 4);
            QueryResult all = guest.query().data("hello").ask().await();
            assertThat(all.answers()).hasSize(4);
            String uuid = guest.id().uuid();
            guest.leave();
            for (OriginalMember original : List.of(one, two)) {
                original.await("LOST", uuid);
            }
        }
        soon().until(() -> first.knownMembers() == 3 && second.knownMembers() == 3);
    }
}
