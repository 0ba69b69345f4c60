package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterkit.runtime.WaitingCallers;
import io.clusterkit.runtime.WaitingCallers.Source.Look;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReaderAsideTest {
    private final TakeableRole role = new TakeableRole();
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private volatile int available;
    private volatile @Nullable IOException broken;
    private volatile Runnable inChunk = () -> {};
    private final AtomicInteger chunks = new AtomicInteger();
    private volatile LongConsumer resting = nanos -> LockSupport.park();

    private final ReaderAside aside = new ReaderAside(
            role,
            new WaitingCallers(true),
            new ReaderAside.Input() {
                @Override
                public int available() {
                    return available;
                }

                @Override
                public void readChunk() throws IOException {
                    IOException thrown = broken;
                    if (thrown != null) {
                        throw thrown;
                    }
                    chunks.incrementAndGet();
                    inChunk.run();
                }
            },
            nanos -> resting.accept(nanos));

    @AfterEach
    void end() {
        reader.shutdownNow();
    }

    /** Has the reader stand aside, with a caller there all the time; returns what becomes of the reader. */
    private Future<?> taken() {
        Future<?> resting = CompletableFuture.completedFuture(null);
        while (!aside.take()) {
            if (resting.isDone()) { // not begun, or woken for no reason, as the JVM may
                aside.answered();
                resting = rest();
            }
            Thread.onSpinWait(); // it is about to
        }
        return resting;
    }

    private Future<?> rest() {
        return reader.submit(() -> {
            aside.letCallersRead();
            return null;
        });
    }

    private boolean isTakenInATurn() throws Exception {
        Future<?> resting = rest();
        boolean taken = false;
        while (!resting.isDone() && !taken) {
            taken = aside.take();
        }
        if (taken) {
            aside.giveBack(true);
        }
        resting.get();
        return taken;
    }

    @Test
    void withoutAnAnswerThatSomebodyWaitsForTheReaderReadsOn() throws Exception {
        assertThat(isTakenInATurn()).isFalse();
        aside.answered();
        aside.others();
        assertThat(isTakenInATurn()).isFalse();
        aside.answered();
        available = 1;
        assertThat(isTakenInATurn()).isFalse();
    }

    @Test
    void whenNobodyComesTheReaderGoesOn() throws Exception {
        resting = nanos -> {};
        aside.answered();
        rest().get();

        assertThat(aside.take()).isFalse();
        assertThat(role.lend(0)).isPositive();
    }

    @Test
    void oneCallerAtATimeReadsAndTheReaderWaitsForIt() throws Exception {
        Future<?> resting = taken();

        assertThat(aside.take()).isFalse();
        assertThat(aside.isVisited()).isTrue();
        assertThat(aside.look()).isEqualTo(Look.NOTHING);
        available = 8;
        assertThat(aside.look()).isEqualTo(Look.READ);
        assertThat(chunks.get()).isEqualTo(1);
        aside.wakeReader();
        assertThat(resting.isDone()).isFalse();
        aside.giveBack(true);
        resting.get();
        assertThat(aside.isVisited()).isFalse();
        assertThat(aside.take()).isFalse();
    }

    @Test
    void whatIsNotForCallersEndsTheirReading() throws Exception {
        Future<?> resting = taken();
        available = 8;
        inChunk = aside::others;

        assertThat(aside.look()).isEqualTo(Look.ENOUGH);
        aside.giveBack(true);
        resting.get();
    }

    @Test
    void whatFailsWhileACallerReadsIsTheReadersToSee() {
        Future<?> resting = taken();
        available = 8;
        broken = new IOException("reset");

        assertThat(aside.look()).isEqualTo(Look.ENOUGH);
        aside.giveBack(true);
        assertThatThrownBy(resting::get).isInstanceOf(ExecutionException.class).hasCause(broken);
    }

    @Test
    void afterItWasInVainItIsLeftOutForMoreAndMoreAnswers() throws Exception {
        resting = nanos -> {};
        for (int leftOut = 2; leftOut <= 64; leftOut *= 2) {
            aside.answered();
            rest().get(); // nobody came
            for (int i = 0; i < leftOut; i++) {
                aside.answered();
                assertThat(isTakenInATurn()).as("answer %d of %d", i, leftOut).isFalse();
            }
        }
    }

    @Test
    void aConnectionThatBringsCallersNothingIsLeftToItsReader() throws Exception {
        Future<?> resting = taken();
        for (int i = 1; i < 64; i++) {
            aside.giveBack(false);
            assertThat(aside.take()).isTrue();
        }
        aside.giveBack(false);

        assertThat(aside.take()).isFalse();
        resting.get();
    }
}
