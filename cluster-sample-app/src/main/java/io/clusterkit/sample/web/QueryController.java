package io.clusterkit.sample.web;

import io.clusterkit.Cluster;
import io.clusterkit.QueryCall;
import io.clusterkit.member.Member;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryListener;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Asks members: {@code POST /query}, or {@code POST /query/stream} to see each answer as it comes. */
@RestController
@ConditionalOnWebApplication
class QueryController {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Cluster cluster;

    QueryController(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What to ask.
     *
     * @param query the query's name; none or blank: a query without a name
     * @param data what it carries; none: empty text
     * @param to words that each asked member has, such as tags; none: all other members
     * @param timeout how long to wait for answers, such as {@code 2s}; none: {@code cluster.query.timeout}
     */
    record Question(
            @Nullable String query,
            @Nullable String data,
            @Nullable List<@Nullable String> to,
            @Nullable String timeout) {
        static final Question EMPTY = new Question(null, null, null, null);
    }

    /**
     * How it ended.
     *
     * @param complete whether every asked member replied
     * @param outcomes each asked member once
     */
    record Answers(boolean complete, List<Outcome> outcomes) {
        static Answers of(QueryResult result) {
            return new Answers(
                    result.isComplete(),
                    result.outcomes().stream().map(Outcome::of).toList());
        }
    }

    /** How it ended for one member. */
    record Outcome(
            String member,
            List<String> tags,
            QueryOutcome.Status outcome,
            @Nullable String data,
            @Nullable String error,
            @Nullable String protocol,
            double millis) {
        static Outcome of(QueryOutcome outcome) {
            return new Outcome(
                    outcome.member().uuid(),
                    outcome.member().tags().asList(),
                    outcome.status(),
                    outcome.payload() == null ? null : outcome.text(),
                    outcome.error(),
                    outcome.protocol(),
                    Math.round(outcome.elapsed().toNanos() / 1e4) / 100.0);
        }
    }

    @PostMapping("/query")
    Answers ask(@RequestBody(required = false) @Nullable Question question) throws InterruptedException {
        return Answers.of(call(question).ask().await());
    }

    /** Server-sent events: {@code asked} with the members' uuids, {@code outcome} for each, {@code done}. */
    @PostMapping("/query/stream")
    SseEmitter stream(@RequestBody(required = false) @Nullable Question question) {
        QueryCall call = call(question);
        Browser browser = new Browser();
        List<Member> asked = cluster.resolve(Words.of(question == null ? null : question.to()));
        browser.send("asked", asked.stream().map(Member::uuid).toList());
        call.listener(new QueryListener() {
            @Override
            public void outcome(Query query, QueryOutcome outcome) {
                browser.send("outcome", Outcome.of(outcome));
            }

            @Override
            public void done(Query query, QueryResult result) {
                browser.send("done", Answers.of(result));
                browser.complete();
            }
        });
        call.ask();
        return browser;
    }

    private QueryCall call(@Nullable Question question) {
        Question asked = question == null ? Question.EMPTY : question;
        String name = asked.query() == null ? "" : asked.query().strip();
        QueryCall call = name.isEmpty() ? cluster.query() : cluster.query(name);
        String timeout = asked.timeout() == null ? "" : asked.timeout().strip();
        if (!timeout.isEmpty()) {
            call.timeout(duration(timeout));
        }
        return call.data(asked.data() == null ? "" : asked.data()).to(Words.of(asked.to()));
    }

    private static Duration duration(String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            boolean hasUnit = !Character.isDigit(text.charAt(text.length() - 1));
            if (hasUnit && duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException notADuration) {
            // said below
        }
        throw new BadFieldException(
                "timeout", "must be from 1ms to 10m, such as 2s, 500ms or PT2S, but is \"" + text + "\"");
    }
}
