package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.Event;
import io.clusterkit.EventCall;
import io.clusterkit.QueryRequest;
import io.clusterkit.SendResult;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

class ClusterMethodProcessorTest {
    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts = network.contexts();

    @ParameterizedTest
    @CsvSource({
        "text, <ACME>",
        "bytes, <ACME>",
        "payload, <ACME>",
        "request, request ACME",
        "none, none",
        "nothing, ''",
        "null, ''",
        "optional, <ACME>",
        "empty-optional, ''",
        "future, <ACME>",
        "stage-of-optional, <ACME>",
        "future-of-nothing, ''"
    })
    void aHandlerIsGivenWhatItsParametersAskForAndItsReturnValueIsTheAnswer(String query, String answer) {
        contexts.withUserConfiguration(Signatures.class)
                .run(context -> assertThat(ask(query, "ACME")).isEqualTo(answer));
    }

    @Test
    void aHandlerIsGivenTheMemberThatAsks() {
        contexts.withUserConfiguration(Signatures.class).run(context -> {
            Cluster asker = network.joinAndMeetOne(options -> options.tags("desk"));
            assertThat(askBy(asker, "sender", "x").text()).isEqualTo(asker.id().sid());
        });
    }

    @Test
    void bytesAreAnsweredAsBytes() {
        contexts.withUserConfiguration(Signatures.class).run(context -> {
            QueryOutcome outcome = askBy(network.joinAndMeetOne(options -> {}), "bytes", "ACME");
            assertThat(outcome.payload()).isNotNull().satisfies(payload -> assertThat(payload.isText())
                    .isFalse());
        });
    }

    @Test
    void aHandlerWithoutANameTakesQueriesWithoutOne() {
        contexts.withUserConfiguration(Unnamed.class).run(context -> {
            Cluster asker = network.joinAndMeetOne(options -> {});
            assertThat(asker.query().data("ping").ask().await().firstAnswer())
                    .hasValueSatisfying(outcome -> assertThat(outcome.text()).isEqualTo("echo: ping"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "runtime, unknown symbol: ACME",
        "checked, no more paper",
        "without-message, UnsupportedOperationException",
        "later, too late",
        "error, it is serious"
    })
    void theMessageOfAnExceptionIsTheErrorAnswer(String query, String error) {
        contexts.withUserConfiguration(Failing.class).run(context -> {
            QueryOutcome outcome = askBy(network.joinAndMeetOne(options -> {}), query, "ACME");
            assertThat(outcome.status()).isEqualTo(QueryOutcome.Status.FAILED);
            assertThat(outcome.error()).isEqualTo(error);
        });
    }

    @Test
    void aHandlerIsFoundByAComposedAnnotation() {
        contexts.withUserConfiguration(Composed.class)
                .run(context -> assertThat(ask("composed", "x")).isEqualTo("composed"));
    }

    @Test
    void aHandlerIsFoundOnAnInterface() {
        contexts.withUserConfiguration(QuotingBean.class)
                .run(context -> assertThat(ask("quote", "ACME")).isEqualTo("ACME=42"));
    }

    @Test
    void typeVariablesOfASuperclassAreResolved() {
        contexts.withUserConfiguration(TextAnswering.class)
                .run(context -> assertThat(ask("generic", "ACME")).isEqualTo("<ACME>"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandlerOfAProxiedBeanIsCalledThroughItsProxy(boolean proxyTargetClass) {
        contexts.withUserConfiguration(QuotingBean.class, Interceptor.class)
                .withPropertyValues("test.proxy-target-class=" + proxyTargetClass)
                .run(context -> {
                    Object bean = context.getBean("quoting");
                    assertThat(AopUtils.isCglibProxy(bean)).isEqualTo(proxyTargetClass);
                    assertThat(AopUtils.isJdkDynamicProxy(bean)).isEqualTo(!proxyTargetClass);
                    assertThat(ask("quote", "ACME")).isEqualTo("ACME=42");
                    assertThat(context.getBean(Interceptor.class).calls).hasValue(1);
                });
    }

    @Test
    void aLazyBeanIsMadeByItsFirstQuery() {
        LazyQuotes.made.set(0);
        contexts.withUserConfiguration(LazyQuotes.class).run(context -> {
            assertThat(LazyQuotes.made).hasValue(0);
            assertThat(ask("lazy", "x")).isEqualTo("lazy");
            assertThat(LazyQuotes.made).hasValue(1);
        });
    }

    @Test
    void aScopedBeanIsAskedForInItsScopeAndAddedOnce() {
        contexts.withUserConfiguration(ThreadScope.class)
                .run(context -> assertThat(ask("scoped", "x")).isEqualTo("scoped"));
    }

    @ParameterizedTest
    @ValueSource(classes = {ScopedByInterface.class, ScopedAndAnnotatedOnClass.class})
    void aScopedBeanMayHaveAProxyOfItsInterfaces(Class<?> configuration) {
        contexts.withUserConfiguration(ThreadScope.class, configuration).run(context -> {
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean("scopedByInterface")))
                    .isTrue();
            assertThat(ask("quote", "ACME")).isEqualTo("ACME=42");
        });
    }

    @Test
    void aMethodThatTheScopedProxysInterfaceDoesNotHaveEndsTheStart() {
        contexts.withUserConfiguration(ThreadScope.class, ScopedAndHidden.class).run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(InvalidClusterMethodException.class)
                .hasMessageContaining("the bean's proxy does not have it")
                .hasMessageContaining("scopedByInterface"));
    }

    @Test
    void aPrototypeIsMadeForEachCall() {
        contexts.withBean("one", Prototype.class, Prototype::new, definition -> definition.setScope("prototype"))
                .run(context -> {
                    Cluster asker = network.joinAndMeetOne(options -> {});
                    assertThat(askBy(asker, "calls", "x").text()).isEqualTo("1");
                    assertThat(askBy(asker, "calls", "x").text()).isEqualTo("1");
                });
    }

    @Test
    void aConfigurationClassMayHaveHandlers() {
        contexts.withUserConfiguration(FullConfiguration.class)
                .run(context -> assertThat(ask("configured", "x")).isEqualTo("configured"));
    }

    @Test
    void anOwnConverterDecidesWhatAParameterAndAnAnswerCanBe() {
        contexts.withBean(NumberConverter.class)
                .withUserConfiguration(Doubling.class)
                .run(context -> assertThat(ask("double", "21")).isEqualTo("42"));
    }

    @Test
    void anEventListenerIsGivenWhatItsParametersAskFor() {
        contexts.withUserConfiguration(Listening.class).run(context -> {
            Cluster sender = network.joinAndMeetOne(options -> {});
            send(sender.event().data("news"));

            await().untilAsserted(() -> assertThat(context.getBean(Listening.class).heard)
                    .containsExactlyInAnyOrder(
                            "text news", "event news from " + sender.id().sid(), "called"));
        });
    }

    @Test
    void anEventListenerHearsItsChannelsOnly() {
        contexts.withUserConfiguration(ListeningOnSeven.class)
                .withPropertyValues("cluster.channels=7,8")
                .run(context -> {
                    Cluster sender = network.joinAndMeetOne(options -> options.channels(7, 8));
                    for (long channel : new long[] {0, 8, 7}) {
                        send(sender.event().channel(channel).data("on " + channel));
                    }

                    List<String> heard = context.getBean(ListeningOnSeven.class).heard;
                    await().until(() -> !heard.isEmpty());
                    assertThat(heard).containsExactly("on 7");
                });
    }

    @Test
    void oneFailingEventListenerDoesNotKeepTheEventFromOthers() {
        contexts.withUserConfiguration(FailingListener.class, Listening.class).run(context -> {
            send(network.joinAndMeetOne(options -> {}).event().data("news"));

            await().untilAsserted(() ->
                    assertThat(context.getBean(Listening.class).heard).contains("text news"));
        });
    }

    @Test
    void aHookChangesThePacketAndHooksRunInTheirOrder() {
        contexts.withUserConfiguration(Unnamed.class, Changing.class).run(context -> {
            Cluster asker = network.joinAndMeetOne(options -> {});
            assertThat(asker.query().data("x").ask().await().answers())
                    .extracting(QueryOutcome::text)
                    .containsExactly("echo: x first second");
        });
    }

    @Test
    void aHookThatThrowsStopsThePacketAndTheAskerIsTold() {
        contexts.withUserConfiguration(Unnamed.class, Cancelling.class).run(context -> {
            Cluster asker = network.joinAndMeetOne(options -> {});
            assertThat(asker.query().data("secret").ask().await().outcomes())
                    .extracting(QueryOutcome::error)
                    .containsExactly("not for you");
            assertThat(asker.query().data("open").ask().await().answers()).hasSize(1);
        });
    }

    @Test
    void aHookThatReturnsNoPacketStopsItAndSaysWhatToReturn() {
        contexts.withUserConfiguration(Unnamed.class, ReturningNull.class).run(context -> {
            Cluster asker = network.joinAndMeetOne(options -> {});
            assertThat(asker.query().data("x").ask().await().outcomes())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.error()).contains("returned null", "or throw to stop it"));
        });
    }

    @Test
    void aHookSeesItsChannelsAndProtocolsOnly() {
        contexts.withUserConfiguration(Scoped.class)
                .withPropertyValues("cluster.channels=7")
                .run(context -> {
                    Cluster sender = network.joinAndMeetOne(options -> options.channels(7));
                    send(sender.event().data("0 by t").protocols("t"));
                    send(sender.event().data("7 by c").channel(7).broadcast(true));
                    send(sender.event().data("7 by t").channel(7).protocols("t"));

                    List<String> seen = context.getBean(Scoped.class).seen;
                    await().until(() -> seen.contains("7 by t"));
                    assertThat(seen).containsExactly("7 by t");
                });
    }

    @Test
    void hooksAreToldOfMembers() {
        contexts.withUserConfiguration(Watching.class).run(context -> {
            List<String> seen = context.getBean(Watching.class).seen;
            Cluster other = network.joinAndMeetOne(options -> options.tags("desk"));
            String sid = other.id().sid();
            await().until(() -> seen.contains("found " + sid));

            other.tags(TagEdit.edit().append("eu"));
            await().until(() -> seen.contains("TAGS_CHANGED " + sid));

            other.close();
            await().until(() -> seen.contains("lost"));
        });
    }

    @Test
    void methodsAreTakenAwayWithTheirContextFromAMemberThatOutlivesIt() {
        Cluster outer = network.join(options -> {});
        contexts.withBean("outer", Cluster.class, () -> outer)
                .withUserConfiguration(Unnamed.class)
                .run(context -> assertThat(context).hasNotFailed());

        outer.onQuery(request -> Payload.empty());
    }

    private static void send(EventCall event) {
        assertThat(event.send()).succeedsWithin(Patience.LIMIT).matches(SendResult::isAllSent);
    }

    private String ask(String query, String data) throws InterruptedException {
        QueryOutcome outcome = askBy(network.joinAndMeetOne(options -> {}), query, data);
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(QueryOutcome.Status.ANSWERED);
        return outcome.text();
    }

    private static QueryOutcome askBy(Cluster asker, String query, String data) throws InterruptedException {
        List<QueryOutcome> outcomes =
                asker.query(query).data(data).ask().await().outcomes();
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    static class Signatures {
        @QueryHandler("text")
        public String text(String symbol) {
            return "<" + symbol + ">";
        }

        @QueryHandler("bytes")
        public byte[] bytes(byte[] symbol) {
            return text(new String(symbol, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }

        @QueryHandler("payload")
        public Payload payload(Payload symbol) {
            return Payload.of(text(symbol.asText()));
        }

        @QueryHandler("request")
        public String request(QueryRequest request) {
            return request.name() + " " + request.text();
        }

        @QueryHandler("sender")
        public String sender(Member from, String symbol, QueryRequest request) {
            return from.sid();
        }

        @QueryHandler("none")
        public String none() {
            return "none";
        }

        @QueryHandler("nothing")
        public void nothing(String symbol) {}

        @QueryHandler(name = "null")
        public @Nullable String nullText() {
            return null;
        }

        @QueryHandler("optional")
        public Optional<String> optional(String symbol) {
            return Optional.of(text(symbol));
        }

        @QueryHandler("empty-optional")
        public Optional<byte[]> emptyOptional() {
            return Optional.empty();
        }

        @QueryHandler("future")
        public CompletableFuture<String> future(String symbol) {
            return CompletableFuture.supplyAsync(() -> text(symbol));
        }

        @QueryHandler("stage-of-optional")
        public CompletionStage<Optional<Payload>> stageOfOptional(Payload symbol) {
            return CompletableFuture.completedStage(Optional.of(payload(symbol)));
        }

        @QueryHandler("future-of-nothing")
        public CompletableFuture<Void> futureOfNothing() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Unnamed {
        @QueryHandler
        String echo(String text) {
            return "echo: " + text;
        }
    }

    static class Failing {
        @QueryHandler("runtime")
        public String runtime(String symbol) {
            throw new IllegalArgumentException("unknown symbol: " + symbol);
        }

        @QueryHandler("checked")
        public String checked() throws IOException {
            throw new IOException("no more paper");
        }

        @QueryHandler("without-message")
        public String withoutMessage() {
            throw new UnsupportedOperationException();
        }

        @QueryHandler("later")
        public CompletableFuture<String> later() {
            return CompletableFuture.failedFuture(new IllegalStateException("too late"));
        }

        @QueryHandler("error")
        public String error() {
            throw new AssertionError("it is serious");
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @QueryHandler("composed")
    @interface ComposedHandler {}

    static class Composed {
        @ComposedHandler
        public String answer() {
            return "composed";
        }
    }

    public interface Quoting {
        @QueryHandler("quote")
        String quote(String symbol);
    }

    static class Quotes implements Quoting {
        @Override
        public String quote(String symbol) {
            return symbol + "=42";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class QuotingBean {
        @Bean
        Quotes quoting() {
            return new Quotes();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Interceptor {
        final AtomicInteger calls = new AtomicInteger();

        @Bean
        MethodInterceptor counting() {
            return call -> {
                if (call.getMethod().getName().equals("quote")) {
                    calls.incrementAndGet();
                }
                return call.proceed();
            };
        }

        @Bean
        static BeanNameAutoProxyCreator proxies(Environment environment) {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("quoting");
            creator.setInterceptorNames("counting");
            creator.setProxyTargetClass(environment.getRequiredProperty("test.proxy-target-class", Boolean.class));
            return creator;
        }
    }

    @Configuration
    static class FullConfiguration {
        @QueryHandler("configured")
        String configured() {
            return "configured";
        }
    }

    abstract static class Answering<T> {
        @QueryHandler("generic")
        public T answer(T question) {
            return change(question);
        }

        abstract T change(T question);
    }

    static class TextAnswering extends Answering<String> {
        @Override
        String change(String question) {
            return "<" + question + ">";
        }
    }

    @Lazy
    static class LazyQuotes {
        static final AtomicInteger made = new AtomicInteger();

        LazyQuotes() {
            made.incrementAndGet();
        }

        @QueryHandler("lazy")
        public String lazy() {
            return "lazy";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ThreadScope {
        @Bean
        static CustomScopeConfigurer threadScope() {
            CustomScopeConfigurer scopes = new CustomScopeConfigurer();
            scopes.addScope("thread", new SimpleThreadScope());
            return scopes;
        }

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        ScopedQuotes scopedQuotes() {
            return new ScopedQuotes();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedByInterface {
        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        Quotes scopedByInterface() {
            return new Quotes();
        }
    }

    interface Pricing {
        String price(String symbol);
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedAndAnnotatedOnClass {
        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        Prices scopedByInterface() {
            return new Prices();
        }

        static class Prices implements Pricing {
            @Override
            @QueryHandler("quote")
            public String price(String symbol) {
                return symbol + "=42";
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedAndHidden {
        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        Hidden scopedByInterface() {
            return new Hidden();
        }

        static class Hidden implements Pricing {
            @Override
            public String price(String symbol) {
                return "";
            }

            @QueryHandler("hidden")
            public String hidden() {
                return "hidden";
            }
        }
    }

    static class Prototype {
        private int calls;

        @QueryHandler("calls")
        public String calls() {
            return String.valueOf(++calls);
        }
    }

    static class ScopedQuotes {
        @QueryHandler("scoped")
        public String scoped() {
            return "scoped";
        }
    }

    static class Doubling {
        @QueryHandler("double")
        public Integer twice(Integer number) {
            return 2 * number;
        }
    }

    static class NumberConverter implements PayloadConverter {
        @Override
        public boolean canRead(ResolvableType type) {
            return type.toClass() == Integer.class;
        }

        @Override
        public boolean canWrite(ResolvableType type) {
            return canRead(type);
        }

        @Override
        public Object read(Payload payload, ResolvableType type) {
            return Integer.valueOf(payload.asText());
        }

        @Override
        public Payload write(Object value, ResolvableType type) {
            return Payload.of(value.toString());
        }
    }

    static class Listening {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @ClusterEventListener
        public void text(String text) {
            heard.add("text " + text);
        }

        @ClusterEventListener
        public void event(Member from, Event event) {
            heard.add("event " + event.text() + " from " + from.sid());
        }

        @ClusterEventListener
        public void called() {
            heard.add("called");
        }
    }

    static class ListeningOnSeven {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @ClusterEventListener(channels = 7)
        public void text(String text) {
            heard.add(text);
        }
    }

    static class FailingListener {
        @ClusterEventListener
        public void fail() {
            throw new IllegalStateException("no");
        }
    }

    static class Changing {
        @ClusterHook(point = HookPoint.QUERY, order = 2)
        public Packet second(Packet packet) {
            return packet.toBuilder().data(packet.data() + " second").build();
        }

        @ClusterHook(point = HookPoint.QUERY, order = 1)
        public Packet first(HookContext context, Packet packet, Member from) {
            assertThat(context.member()).isEqualTo(from);
            return packet.toBuilder().data(packet.data() + " first").build();
        }

        @ClusterHook(point = HookPoint.QUERY, order = 3)
        public void third(Packet packet) {}
    }

    static class Cancelling {
        @ClusterHook(point = HookPoint.QUERY)
        public void check(Packet packet) {
            if ("secret".equals(packet.data())) {
                throw new CancelPacketException("not for you");
            }
        }
    }

    static class ReturningNull {
        @ClusterHook(point = HookPoint.QUERY)
        @SuppressWarnings("NullAway") // what the test is about
        public Packet none() {
            return null;
        }
    }

    static class Scoped {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @ClusterHook(point = HookPoint.PROTOCOL_RECEIVE, channels = 7, protocols = "t")
        public void see(Packet packet) {
            seen.add(String.valueOf(packet.data()));
        }
    }

    static class Watching {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @ClusterHook(point = HookPoint.MEMBER_DISCOVERED)
        public void found(Member member) {
            seen.add("found " + member.sid());
        }

        @ClusterHook(point = HookPoint.TAGS_CHANGED)
        public void changed(HookContext context, Member member) {
            seen.add(context.point() + " " + member.sid());
        }

        @ClusterHook(point = HookPoint.MEMBER_LOST)
        public void lost() {
            seen.add("lost");
        }
    }
}
