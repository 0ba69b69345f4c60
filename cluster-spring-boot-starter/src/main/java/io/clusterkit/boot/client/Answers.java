package io.clusterkit.boot.client;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a query ended: one answer for each member that was asked, in the order they were asked, of those who did not
 * answer, too. Immutable.
 *
 * @param <T> what members answer
 */
public final class Answers<T> extends AbstractList<Answer<T>> {
    private final List<Answer<T>> answers;

    public Answers(Collection<Answer<T>> answers) {
        this.answers = List.copyOf(answers);
    }

    @Override
    public Answer<T> get(int index) {
        return answers.get(index);
    }

    @Override
    public int size() {
        return answers.size();
    }

    /** What was answered, without empty answers. */
    public List<T> values() {
        return answers.stream().map(Answer::value).filter(Objects::nonNull).toList();
    }

    /** Those who answered. */
    public List<Answer<T>> answered() {
        return answers.stream().filter(Answer::isAnswered).toList();
    }

    /** Those who did not answer, or with an error, or with what can't be read. */
    public List<Answer<T>> failed() {
        return answers.stream().filter(answer -> !answer.isAnswered()).toList();
    }

    /** The first of {@link #answered}. */
    public Optional<Answer<T>> first() {
        return answers.stream().filter(Answer::isAnswered).findFirst();
    }

    /** Whether all who were asked answered; so it is if nobody was. */
    public boolean isComplete() {
        return answers.stream().allMatch(Answer::isAnswered);
    }
}
