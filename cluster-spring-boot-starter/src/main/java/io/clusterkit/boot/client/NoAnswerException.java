package io.clusterkit.boot.client;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nobody gave a good answer. The message says who was asked and why each did not answer. */
public class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** More members than these are counted only, in the message. */
    private static final int MOST_NAMED = 10;

    private final @Nullable String query;
    private final transient Answers<?> answers;

    /**
     * Without a good answer.
     *
     * @param query the query's name, or null if it has none
     * @param answers what became of each member that was asked
     */
    public NoAnswerException(@Nullable String query, Answers<?> answers) {
        super(message(query, answers));
        this.query = query;
        this.answers = answers;
    }

    /** The query's name, or null if it has none. */
    public @Nullable String getQuery() {
        return query;
    }

    /** What became of each member that was asked; empty if none was. */
    public Answers<?> getAnswers() {
        return answers;
    }

    private static String message(@Nullable String query, Answers<?> answers) {
        String asked = query == null ? "a query without a name" : "query \"" + query + "\"";
        if (answers.isEmpty()) {
            return "no answer to " + asked + ": nobody was asked, because no known member is meant";
        }
        String each = answers.stream().limit(MOST_NAMED).map(Answer::inShort).collect(Collectors.joining("; "));
        int more = answers.size() - MOST_NAMED;
        return "no answer to " + asked + ", asked " + answers.size() + ": " + each
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
