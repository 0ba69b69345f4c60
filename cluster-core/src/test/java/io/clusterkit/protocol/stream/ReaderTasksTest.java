package io.clusterkit.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.runtime.LentThread;
import io.clusterkit.runtime.SteppedRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReaderTasksTest {
    private final List<String> happened = new ArrayList<>();
    private final TakeableRole role = new TakeableRole();
    private final ReaderTasks tasks = new ReaderTasks(
            role, new SteppedRuntime(1).time(), () -> happened.add("lent"), () -> happened.add("elsewhere"));

    private void keepsAnAnswer() {
        Objects.requireNonNull(LentThread.withMoreToRun()).afterwards(() -> happened.add("written"));
        happened.add("answered");
    }

    @Test
    void writesKeptAnswersBehindTheLastTask() {
        tasks.add(this::keepsAnAnswer);
        tasks.add(() -> happened.add("last"));

        assertThat(tasks.run()).isTrue();

        assertThat(happened).containsExactly("lent", "answered", "lent", "last", "written");
    }

    @Test
    void writesSomeOfManyKeptAnswersBeforeItGoesOn() {
        Runnable write = () -> happened.add("written"); // the same for all: it writes what there is
        for (int i = 0; i < ReaderTasks.MOST_GATHERED + 1; i++) {
            tasks.add(() -> {
                Objects.requireNonNull(LentThread.withMoreToRun()).afterwards(write);
                happened.add("answered");
            });
        }
        tasks.add(() -> happened.add("last"));

        assertThat(tasks.run()).isTrue();

        happened.removeIf("lent"::equals);
        List<String> expected = new ArrayList<>(Collections.nCopies(ReaderTasks.MOST_GATHERED, "answered"));
        expected.addAll(List.of("written", "answered", "last", "written"));
        assertThat(happened).isEqualTo(expected);
    }

    @Test
    void writesKeptAnswersAlthoughTheLastTaskFails() {
        tasks.add(this::keepsAnAnswer);
        tasks.add(() -> {
            throw new LinkageError("a class of the handler's is missing");
        });

        assertThat(tasks.run()).isTrue();

        assertThat(happened).containsExactly("lent", "answered", "lent", "written");
    }

    @Test
    void writesKeptAnswersBeforeATaskWaitsAndReadsElsewhere() {
        tasks.add(this::keepsAnAnswer);
        tasks.add(() -> {
            LentThread.aboutToWait();
            happened.add("waited");
        });

        assertThat(tasks.run()).isFalse();

        assertThat(happened).containsExactly("lent", "answered", "lent", "written", "elsewhere", "waited");
    }
}
