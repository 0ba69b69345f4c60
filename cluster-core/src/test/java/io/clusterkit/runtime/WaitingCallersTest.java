package io.clusterkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.runtime.WaitingCallers.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class WaitingCallersTest {
    private static final long STEP_NANOS = 1_000;

    private long now;
    private int readsOfClock; // since the last look
    private final WaitingCallers callers = new WaitingCallers(true, () -> now += STEP_NANOS);

    /** Counts what is done with it, and finds something at the looks it is told to. */
    private static final class Shelf implements Source {
        private final List<Look> finds = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private boolean free = true;
        private int looks;
        private Runnable atLook = () -> {};

        @Override
        public boolean take() {
            boolean taken = free;
            free = false;
            return taken;
        }

        @Override
        public Look look() {
            looks++;
            atLook.run();
            return looks <= finds.size() ? finds.get(looks - 1) : Look.NOTHING;
        }

        @Override
        public void giveBack(boolean toReader) {
            free = true;
            done.add(toReader ? "to reader" : "aside");
        }

        @Override
        public void wakeReader() {
            done.add("wake");
        }

        @Override
        public void nudge() {
            done.add("nudge");
        }
    }

    private final Shelf shelf = new Shelf();

    @BeforeEach
    void begin() {
        callers.begin();
        callers.offer(shelf);
    }

    @AfterEach
    void theMarkOfTheThreadIsAsItWas() {
        callers.ended();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aCallerLooksUntilItsAnswerIsThereAndLeavesTheSourceToTheNext() {
        shelf.finds.addAll(List.of(Source.Look.NOTHING, Source.Look.READ, Source.Look.READ));

        callers.read(() -> shelf.looks == 3);

        assertThat(shelf.looks).isEqualTo(3);
        assertThat(shelf.done).containsExactly("aside");
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        callers.read(() -> false);

        assertThat(now).isBetween(150_000L, 150_000 + 10 * STEP_NANOS);
        assertThat(shelf.done).containsExactly("to reader");
        assertThat(callers.welcomeOffers()).isTrue();
    }

    @Test
    void whereOthersComputeItIsLeftOffForAWhile() {
        shelf.atLook = () -> readsOfClock = 0;
        WaitingCallers busy = new WaitingCallers(true, () -> now += ++readsOfClock == 2 ? 1_100_000 : STEP_NANOS);
        busy.offer(shelf);

        busy.read(() -> false);

        assertThat(shelf.done).containsExactly("to reader");
        for (int answers = 0; answers < 1024; answers++) {
            assertThat(busy.welcomeOffers()).isFalse();
        }
        assertThat(busy.welcomeOffers()).isTrue();
    }

    @Test
    void whatComesForOthersAllTheTimeDoesNotKeepACaller() {
        for (int i = 0; i < 100_000; i++) {
            shelf.finds.add(Source.Look.READ);
        }

        callers.read(() -> false);

        assertThat(now).isBetween(1_000_000L, 1_000_000 + 10 * STEP_NANOS);
        assertThat(shelf.done).containsExactly("to reader");
    }

    @Test
    void whoIsInterruptedLeavesAndStaysInterrupted() {
        shelf.finds.addAll(List.of(Source.Look.READ, Source.Look.READ));
        shelf.atLook = Thread.currentThread()::interrupt;

        callers.read(() -> false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(shelf.looks).isEqualTo(1);
        assertThat(shelf.done).containsExactly("to reader");
    }

    @Test
    void ofSeveralWithNothingToReadEachLetsTheOthersRunBeforeItSleeps() {
        callers.withdraw(shelf);
        int[] looks = new int[1];
        callers.read(() -> looks[0]++ < 0);
        assertThat(looks[0]).isZero(); // alone

        callers.begin();
        callers.read(() -> looks[0]++ < 0);
        callers.ended();

        assertThat(looks[0]).isEqualTo(4);
    }

    @Test
    void whoIsInterruptedAlreadyReadsNothing() {
        Thread.currentThread().interrupt();

        callers.read(() -> false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(shelf.looks).isZero();
    }

    @Test
    void aSourceThatIsNotForCallersGoesBackAtOnceAndTheOthersAreReadOn() {
        Shelf other = new Shelf();
        callers.offer(other);
        shelf.finds.add(Source.Look.ENOUGH);

        callers.read(() -> other.looks == 2);

        assertThat(shelf.looks).isEqualTo(1);
        assertThat(shelf.done).containsExactly("to reader");
        assertThat(other.done).containsExactly("aside");
    }

    @Test
    void whoBeginsToWaitMeanwhileIsLeftToTheReader() {
        shelf.atLook = callers::begin;

        callers.read(() -> true);

        assertThat(shelf.done).containsExactly("to reader");
        assertThat(callers.welcomeOffers()).isFalse();
        callers.ended();
        assertThat(callers.welcomeOffers()).isTrue();
    }

    @Test
    void whatSomebodyElseReadsOrIsNotOfferedAnyMoreIsLeftAlone() {
        shelf.free = false;
        callers.read(() -> false);
        shelf.free = true;
        callers.withdraw(shelf);
        callers.read(() -> false);

        assertThat(shelf.looks).isZero();
        assertThat(shelf.done).isEmpty();
    }

    @Test
    void oneSeesForAllWhetherCallersCome() {
        Shelf other = new Shelf();
        callers.offer(other);

        assertThat(callers.isFirst(shelf)).isTrue();
        assertThat(callers.isFirst(other)).isFalse();
        callers.wakeReaders();
        assertThat(shelf.done).containsExactly("wake");
        assertThat(other.done).containsExactly("wake");
        callers.withdraw(shelf);
        assertThat(other.done).containsExactly("wake", "nudge");
        assertThat(callers.isFirst(other)).isTrue();
        callers.withdraw(other);
        assertThat(callers.isFirst(other)).isFalse();
    }

    @Test
    void offersAreNotWelcomeWhereCallersMayNotRead() {
        assertThat(new WaitingCallers(false).welcomeOffers()).isFalse();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadDoesNotRead() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Thread virtual = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
                    callers.read(() -> false);
                    ended.set(true);
                });
        virtual.join();

        assertThat(ended).isTrue();
        assertThat(shelf.looks).isZero();
        assertThat(shelf.done).containsExactly("wake");
    }
}
