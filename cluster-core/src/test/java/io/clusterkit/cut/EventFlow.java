package io.clusterkit.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.EventCall;
import io.clusterkit.SendResult;
import io.clusterkit.ShortPolls;
import io.clusterkit.protocol.UncertainDeliveryException;
import io.clusterkit.routing.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Numbered events at a steady rate from one member, and what became of each. */
final class EventFlow implements AutoCloseable {
    static final int PER_SECOND = 2000;
    private static final int TICKS_PER_SECOND = 500;

    /** In looks, 20 s: what has not arrived by then is lost. A shorter quiet may be a thread that stands still. */
    private static final int LONG_QUIET = 400;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Integer> arrived = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<SendResult>> results = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile int sent;

    /** Notes an event that arrived. */
    void arrived(String text) {
        int number = Integer.parseInt(text);
        if (number >= 0) { // others only try the way
            arrived.add(number);
        }
    }

    /**
     * Sends for so long; in between, in the same even steps, the trouble happens.
     *
     * @param to says for whom an event is, and how it goes
     */
    void run(Cluster sender, UnaryOperator<EventCall> to, Duration length, int troubles, Trouble trouble)
            throws Exception {
        int events = Math.toIntExact(length.toMillis() * PER_SECOND / 1000);
        int each = events / (troubles + 1);
        CountDownLatch all = new CountDownLatch(events);
        ScheduledExecutorService hands = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> beat = clock.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < PER_SECOND / TICKS_PER_SECOND && all.getCount() > 0; i++) {
                        int number = sent;
                        results.add(to.apply(sender.event())
                                .data(String.valueOf(number))
                                .send());
                        sent = number + 1;
                        all.countDown();
                        if (number % each == each - 1 && number / each < troubles) {
                            hands.execute(() -> happen(trouble));
                        }
                    }
                },
                0,
                1_000_000 / TICKS_PER_SECOND,
                TimeUnit.MICROSECONDS);
        assertThat(all.await(length.toSeconds() + 60, TimeUnit.SECONDS)).isTrue();
        beat.cancel(false);
        hands.shutdown();
        assertThat(hands.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
    }

    private void happen(Trouble trouble) {
        try {
            trouble.happen();
        } catch (Exception failure) {
            failures.add(failure.toString());
        }
    }

    /** Waits for the outcomes, and until all that was sent has arrived or nothing more arrives, and counts. */
    Report report() {
        List<Integer> reportedSent = new ArrayList<>();
        List<Integer> uncertain = new ArrayList<>();
        List<Integer> failed = new ArrayList<>();
        Set<String> by = new HashSet<>();
        for (int number = 0; number < results.size(); number++) {
            SendResult result =
                    results.get(number).orTimeout(30, TimeUnit.SECONDS).join();
            SendOutcome outcome = result.outcomes().get(0);
            by.add(String.valueOf(outcome.protocol()));
            if (outcome.sent()) {
                reportedSent.add(number);
            } else {
                (outcome.cause() instanceof UncertainDeliveryException ? uncertain : failed).add(number);
            }
        }
        int[] last = {-1, 0};
        await().pollInterval(Duration.ofMillis(50))
                .atMost(ShortPolls.PATIENCE.multipliedBy(2))
                .until(() -> {
                    last[1] = arrived.size() == last[0] ? last[1] + 1 : 0;
                    last[0] = arrived.size();
                    return last[1] == LONG_QUIET || new HashSet<>(arrived).containsAll(reportedSent);
                });

        List<Integer> heard = new ArrayList<>(arrived);
        Set<Integer> distinct = new HashSet<>(heard);
        int overtaken = 0;
        int highest = -1;
        for (int number : heard) {
            overtaken += number < highest ? 1 : 0;
            highest = Math.max(highest, number);
        }
        List<Integer> lost = new ArrayList<>(reportedSent);
        lost.removeAll(distinct);
        return new Report(
                results.size(),
                reportedSent.size(),
                uncertain.size(),
                failed.size(),
                lost.size(),
                heard.size() - distinct.size(),
                overtaken,
                !Collections.disjoint(distinct, failed),
                by);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** What is done to the network. */
    interface Trouble {
        void happen() throws Exception;
    }

    /**
     * What became of the events.
     *
     * @param events sent in all
     * @param sent reported as sent
     * @param uncertain reported as failed, but they may have arrived
     * @param failed reported as failed, and surely not arrived
     * @param lost reported as sent, and not arrived
     * @param doubled arrived more than once
     * @param overtaken arrived after a later one
     * @param lied whether one of the failed did arrive
     * @param by the protocols that took them
     */
    record Report(
            int events,
            int sent,
            int uncertain,
            int failed,
            int lost,
            int doubled,
            int overtaken,
            boolean lied,
            Set<String> by) {
        void print(String what) {
            System.out.println("MEASURED " + what + ": " + this);
        }
    }
}
