package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.QueryRequest;
import io.clusterkit.boot.QueryError;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

class QueryErrorsTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private int askers;

    private final ApplicationContextRunner contexts =
            network.contexts().withBean(Failing.class).withBean("numbers", NoNumbers.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message|plain|secret of the house",
                "type|plain|IllegalStateException",
                "none|plain|the query failed",
                "message|later|secret of the house",
                "type|later|IllegalStateException",
                "none|wrapped|the query failed",
                "type|wrapped|IllegalStateException",
                "message|without-message|IllegalStateException",
                "message|coded|unknown-symbol: no ACME",
                "type|coded|unknown-symbol: UnknownSymbolException",
                "none|coded|unknown-symbol",
                "message|coded-subclass|unknown-symbol: no ACME",
                "none|worded|ask again tomorrow",
                "message|method|not today",
                "message|method-coded|unknown-symbol: no ACME",
                "none|bad-payload|the payload can't be read as Integer: no number",
                "message|out-of-scope|the handler is not available",
                "none|out-of-scope|the handler is not available"
            })
    void whatIsToldIsBoundedByThePropertyAndSaidByAnnotations(String details, String query, String error) {
        contexts.withBean("out", OutOfScope.class, OutOfScope::new, definition -> definition.setScope("request"))
                .withInitializer(context -> context.getBeanFactory().registerScope("request", new NoScope()))
                .withPropertyValues("cluster.query.error-details=" + details)
                .run(context -> assertThat(errorOf(query)).isEqualTo(error));
    }

    @Test
    void mappersAreAskedFirstInTheirOrder() {
        contexts.withBean(Second.class).withBean(First.class).run(context -> {
            assertThat(errorOf("plain")).isEqualTo("first: secret of the house in plain");
            assertThat(errorOf("coded")).isEqualTo("second: no ACME");
            assertThat(errorOf("worded")).isEqualTo("ask again tomorrow");
        });
    }

    @Test
    void ofAMapperThatFailsNothingIsTold() {
        contexts.withBean("broken", QueryErrorMapper.class, () -> (failure, request) -> {
                    throw new IllegalStateException("broken");
                })
                .run(context -> assertThat(errorOf("plain")).isEqualTo("the query failed"));
    }

    private String errorOf(String query) throws InterruptedException {
        Cluster asker = network.join(options -> {});
        askers++;
        Awaitility.await().until(() -> asker.members().size() == askers); // the context's, and those who asked before
        List<QueryOutcome> outcomes = asker.query(query).data("x").ask().await().outcomes().stream()
                .filter(outcome -> outcome.error() != null && !outcome.error().startsWith("no handler"))
                .toList();
        assertThat(outcomes).hasSize(1);
        return String.valueOf(outcomes.get(0).error());
    }

    @QueryError(code = "unknown-symbol")
    static class UnknownSymbolException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownSymbolException(String message) {
            super(message);
        }
    }

    static class StrangeSymbolException extends UnknownSymbolException {
        private static final long serialVersionUID = 1L;

        StrangeSymbolException(String message) {
            super(message);
        }
    }

    @QueryError("ask again tomorrow")
    static class TiredException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class Failing {
        @QueryHandler("plain")
        public String plain() {
            throw new IllegalStateException("secret of the house");
        }

        @QueryHandler("later")
        public CompletableFuture<String> later() {
            return CompletableFuture.supplyAsync(this::plain);
        }

        @QueryHandler("wrapped")
        public String wrapped() throws ExecutionException {
            throw new ExecutionException(new IllegalStateException("secret of the house"));
        }

        @QueryHandler("without-message")
        public String withoutMessage() {
            throw new IllegalStateException();
        }

        @QueryHandler("coded")
        public String coded() {
            throw new UnknownSymbolException("no ACME");
        }

        @QueryHandler("coded-subclass")
        public String codedSubclass() {
            throw new StrangeSymbolException("no ACME");
        }

        @QueryHandler("worded")
        public String worded() {
            throw new TiredException();
        }

        @QueryHandler("method")
        @QueryError("not today")
        public String method() {
            throw new IllegalStateException("secret of the house");
        }

        @QueryHandler("method-coded")
        @QueryError("not today")
        public String methodCoded() {
            throw new UnknownSymbolException("no ACME");
        }

        @QueryHandler("bad-payload")
        @QueryError("not today")
        public String badPayload(Integer number) {
            return number.toString();
        }
    }

    static class OutOfScope {
        @QueryHandler("out-of-scope")
        public String answer() {
            return "";
        }
    }

    /** As the scope of web requests outside of one. */
    static final class NoScope implements Scope {
        @Override
        public Object get(String name, ObjectFactory<?> objects) {
            throw new IllegalStateException("no request");
        }

        @Override
        public @Nullable Object remove(String name) {
            return null;
        }

        @Override
        public void registerDestructionCallback(String name, Runnable callback) {}
    }

    static final class NoNumbers implements PayloadConverter {
        @Override
        public boolean canRead(ResolvableType type) {
            return type.toClass() == Integer.class;
        }

        @Override
        public boolean canWrite(ResolvableType type) {
            return type.toClass() == String.class;
        }

        @Override
        public Object read(Payload payload, ResolvableType type) {
            throw new InvalidPayloadException(type, "no number", null);
        }

        @Override
        public Payload write(Object value, ResolvableType type) {
            return Payload.of((String) value);
        }
    }

    @Order(1)
    static class First implements QueryErrorMapper {
        @Override
        public @Nullable String map(Throwable failure, QueryRequest request) {
            return failure instanceof IllegalStateException
                    ? "first: " + failure.getMessage() + " in " + request.name()
                    : null;
        }
    }

    @Order(2)
    static class Second implements QueryErrorMapper {
        @Override
        public @Nullable String map(Throwable failure, QueryRequest request) {
            return failure instanceof TiredException ? null : "second: " + failure.getMessage();
        }
    }
}
