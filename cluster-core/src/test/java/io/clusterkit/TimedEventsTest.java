package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.runtime.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Observers that want to know of events no more than how long they took. */
class TimedEventsTest {
    private static final SendResult NOBODY = new SendResult(List.of());

    private final SteppedCluster net = new SteppedCluster(12);
    private final Times sender = new Times();
    private final Times receiver = new Times();
    private final List<String> heard = new ArrayList<>();
    private final Cluster told = net.join(options -> options.observer(receiver).onEvent(this::hear));

    private void hear(Event event) {
        heard.add(event.text());
        if (event.text().equals("bad")) {
            throw new IllegalStateException("bad news");
        }
    }

    private Cluster telling() {
        Cluster telling = net.join(options -> options.observer(sender));
        net.advance(Duration.ofSeconds(1));
        return telling;
    }

    private void tell(Cluster telling, String... news) {
        for (String each : news) {
            CompletableFuture<SendResult> unused = telling.event().data(each).send();
        }
        net.advance(Duration.ofSeconds(1));
    }

    @Test
    void theyAreToldOfEachEndAndOfNoSingleEvent() {
        tell(telling(), "a", "bad", "c");

        assertThat(heard).containsExactly("a", "bad", "c");
        assertThat(sender.ends).containsExactly("sent", "sent", "sent");
        assertThat(sender.nanos).allMatch(nanos -> nanos > 0);
        assertThat(receiver.ends)
                .filteredOn(end -> !end.equals("close"))
                .containsExactly("handled a", "failed bad news", "handled c");
        assertThat(receiver.ends).last().isEqualTo("close");
    }

    @Test
    void whatAHookTakesIsNoTimeOfHandlers() {
        receiver.watched = true;
        told.hook(HookPoint.EVENT, HookScope.EVERYWHERE, 0, (packet, context) -> packet);

        tell(telling(), "a");

        assertThat(receiver.ends).containsExactly("watched a");
    }

    @Test
    void thoseWhoGiveNoStopwatchAreToldOfTheEvent() {
        sender.watched = true;
        receiver.watched = true;
        sender.on = false;
        receiver.on = false;

        tell(telling(), "a");

        assertThat(sender.ends).containsExactly("watched");
        assertThat(receiver.ends).containsExactly("watched a");
    }

    @Test
    void oneThatFailsDisturbsNobody() {
        sender.fails = true;
        receiver.fails = true;
        Cluster telling = telling();

        tell(telling, "a", "b");

        assertThat(heard).containsExactly("a", "b");
        assertThat(telling.counters()).contains(entry("observers.failed", 2L));
        assertThat(told.counters().get("observers.failed")).isPositive();
    }

    @Test
    void thoseThatEndTogetherShareALookAtTheClock() {
        Watches watches = new Watches(sender, net.runtime.time(), new Counters());
        List<Watches.Timed> timed =
                IntStream.range(0, 100).mapToObj(i -> begun(watches)).toList();
        Watches.Moment moment = new Watches.Moment();

        timed.forEach(each -> each.ended(NOBODY, null, moment));
        timed.forEach(each -> each.ended(NOBODY, null));

        assertThat(sender.now).isEqualTo(101);
        assertThat(sender.nanos).hasSize(100).startsWith(100L, 99L).endsWith(1L);
    }

    private static Watches.Timed begun(Watches watches) {
        return Objects.requireNonNull(watches.timeSending());
    }

    /** Its clock goes on by one with each look. */
    private static final class Times
            implements CallObserver, CallObserver.Stopwatch<SendResult>, CallObserver.Laps<Event> {
        final List<String> ends = new ArrayList<>();
        final List<Long> nanos = new ArrayList<>();
        boolean on = true;
        boolean watched;
        boolean fails;
        long now;

        @Override
        public @Nullable Stopwatch<SendResult> timingSending() {
            return on ? this : null;
        }

        @Override
        public @Nullable Laps<Event> timingHandling() {
            return on ? this : null;
        }

        @Override
        public Watch<SendResult> sending(OutgoingCall call) {
            assertThat(watched).isTrue();
            return (result, failure) -> ends.add("watched");
        }

        @Override
        public Watch<Event> handling(Event event) {
            assertThat(watched).isTrue();
            return (result, failure) -> ends.add("watched " + event.text());
        }

        @Override
        public long nanoTime() {
            return ++now;
        }

        @Override
        public void ended(long beganNanos, long endedNanos, @Nullable SendResult result, @Nullable Throwable failure) {
            failIfItDoes();
            ends.add(result != null && result.isAllSent() ? "sent" : "not sent");
            nanos.add(endedNanos - beganNanos);
        }

        @Override
        public void ended(@Nullable Event event, @Nullable Throwable failure) {
            failIfItDoes();
            ends.add(
                    failure != null
                            ? "failed " + failure.getMessage()
                            : "handled " + (event == null ? null : event.text()));
        }

        @Override
        public void close() {
            failIfItDoes();
            ends.add("close");
        }

        private void failIfItDoes() {
            if (fails) {
                throw new IllegalStateException("observer");
            }
        }
    }
}
