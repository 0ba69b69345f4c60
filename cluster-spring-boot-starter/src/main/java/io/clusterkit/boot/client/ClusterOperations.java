package io.clusterkit.boot.client;

import io.clusterkit.SendResult;
import io.clusterkit.member.Member;
import io.clusterkit.registry.Resolver;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Asks other members and tells them things, with payloads that are converted. Implemented by {@link ClusterTemplate}; an
 * interface of its own so that it can be replaced in tests.
 *
 * <p>Thread-safe. All calls throw {@link IllegalStateException} while the member is not started.
 */
public interface ClusterOperations {
    /** A query for the members' handlers of this name. */
    QuerySpec query(String name);

    /** A query without a name, as originals ask and answer it. */
    QuerySpec query();

    /** A message that wants no answer. */
    EventSpec event();

    /** The other members that have each of these words: tags, hid, sid, address, {@code localhost}. */
    List<Member> members(String... words);

    /** The other members that are meant. */
    List<Member> members(Resolver resolver);

    /** The member with this sid or uuid. */
    Optional<Member> member(String sidOrUuid);

    /**
     * The first good answer.
     *
     * @param payload converted; null for an empty one
     * @param to words that each asked member has; none for all members
     * @return null if the answer is empty
     * @throws NoAnswerException if there is none
     */
    default <T> @Nullable T queryForObject(String name, @Nullable Object payload, Class<T> type, String... to) {
        return query(name).to(to).payload(payload).first(type);
    }

    /** As the one with a class. */
    default <T> @Nullable T queryForObject(
            String name, @Nullable Object payload, ParameterizedTypeReference<T> type, String... to) {
        return query(name).to(to).payload(payload).first(type);
    }

    /**
     * What each member answered, or why it did not.
     *
     * @param payload converted; null for an empty one
     * @param to words that each asked member has; none for all members
     */
    default <T> Answers<T> queryForAnswers(String name, @Nullable Object payload, Class<T> type, String... to) {
        return query(name).to(to).payload(payload).all(type);
    }

    /** As the one with a class. */
    default <T> Answers<T> queryForAnswers(
            String name, @Nullable Object payload, ParameterizedTypeReference<T> type, String... to) {
        return query(name).to(to).payload(payload).all(type);
    }

    /**
     * Tells members something.
     *
     * @param payload converted; null for an empty one
     * @param to words that each receiver has; none for all members
     * @return completes when it is known for each receiver whether it was sent
     */
    default CompletableFuture<SendResult> sendEvent(@Nullable Object payload, String... to) {
        return event().to(to).payload(payload).send();
    }

    /**
     * Whom and what, for queries and events. Not thread-safe.
     *
     * @param <S> the kind of call
     */
    interface CallSpec<S extends CallSpec<S>> {
        /** Members that have each of these words; all others if there are none. */
        S to(String... words);

        /** Members that are meant. */
        S to(Resolver resolver);

        /** This member. */
        S to(Member member);

        /** These members; nobody if there are none. */
        S to(Collection<Member> members);

        /**
         * The payload, converted; null for an empty one.
         *
         * @throws IllegalArgumentException if a value of its class can't be converted
         */
        S payload(@Nullable Object payload);

        /**
         * The payload, converted as this type; null for an empty one.
         *
         * @throws IllegalArgumentException if a value of this type can't be converted
         */
        S payload(@Nullable Object payload, Type type);

        /** Adds a header, or replaces the one of this name; see {@link io.clusterkit.QueryCall#headers}. */
        S header(String name, String value);

        /** On this channel; members that are not on it do not take it. */
        S channel(long channel);

        /** Only by these protocols, in this order. */
        S protocols(String... protocols);

        /** An id of your own. */
        S id(String id);
    }

    /** A query under construction. The last call asks; it may be repeated, and asks again. */
    interface QuerySpec extends CallSpec<QuerySpec> {
        /** How long to wait for answers, at least 1 ms; otherwise as {@code cluster.query.timeout} says. */
        QuerySpec timeout(Duration timeout);

        /** Asks all at once by one multicast, if it fits a datagram; else each by itself. */
        QuerySpec broadcast();

        /**
         * Asks and waits for the first good answer; the others are not waited for.
         *
         * @return null if the answer is empty
         * @throws NoAnswerException if there is none
         */
        default <T> @Nullable T first(Class<T> type) {
            return firstAnswer(type).value();
        }

        /** As the one with a class. */
        default <T> @Nullable T first(ParameterizedTypeReference<T> type) {
            return firstAnswer(type).value();
        }

        /** As {@link #first}, with who answered. */
        default <T> Answer<T> firstAnswer(Class<T> type) {
            return firstAnswer(ParameterizedTypeReference.forType(type));
        }

        /** As {@link #first}, with who answered. */
        <T> Answer<T> firstAnswer(ParameterizedTypeReference<T> type);

        /** Asks and waits for all who were asked, at most until the timeout. */
        default <T> Answers<T> all(Class<T> type) {
            return all(ParameterizedTypeReference.forType(type));
        }

        /** Asks and waits for all who were asked, at most until the timeout. */
        <T> Answers<T> all(ParameterizedTypeReference<T> type);

        /** As {@link #firstAnswer}, later, on a handler thread. Cancelling it ends the query. */
        default <T> CompletableFuture<Answer<T>> firstAsync(Class<T> type) {
            return firstAsync(ParameterizedTypeReference.forType(type));
        }

        /** As {@link #firstAnswer}, later, on a handler thread. Cancelling it ends the query. */
        <T> CompletableFuture<Answer<T>> firstAsync(ParameterizedTypeReference<T> type);

        /** As {@link #all}, later, on a handler thread. Cancelling it ends the query. */
        default <T> CompletableFuture<Answers<T>> allAsync(Class<T> type) {
            return allAsync(ParameterizedTypeReference.forType(type));
        }

        /** As {@link #all}, later, on a handler thread. Cancelling it ends the query. */
        <T> CompletableFuture<Answers<T>> allAsync(ParameterizedTypeReference<T> type);

        /**
         * Each answer as it comes, on handler threads. Each subscription asks anew; cancelling it ends the query. With
         * Reactor: {@code JdkFlowAdapter.flowPublisherToFlux}.
         */
        default <T> Flow.Publisher<Answer<T>> publisher(Class<T> type) {
            return publisher(ParameterizedTypeReference.forType(type));
        }

        /** As the one with a class. */
        <T> Flow.Publisher<Answer<T>> publisher(ParameterizedTypeReference<T> type);
    }

    /** An event under construction. */
    interface EventSpec extends CallSpec<EventSpec> {
        /** Whether to use one multicast for all; see {@link io.clusterkit.EventCall#broadcast}. */
        EventSpec broadcast(boolean broadcast);

        /** Sends. Completes when it is known for each receiver whether it was sent. */
        CompletableFuture<SendResult> send();
    }
}
