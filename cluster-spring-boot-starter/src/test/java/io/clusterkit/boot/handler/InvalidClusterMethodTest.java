package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.clusterkit.Event;
import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.boot.autoconfigure.ClusterCustomizer;
import io.clusterkit.boot.autoconfigure.jackson.ClusterJacksonAutoConfiguration;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

class InvalidClusterMethodTest {
    private static final String PARAMETERS = "Give it any of these parameters, in any order, of each type one:"
            + " the payload, as String, byte[], Payload or what the PayloadConverter can read; headers, by @ClusterHeader; ";
    private static final String QUERY_PARAMETERS = PARAMETERS + "Member, QueryRequest, QueryContext.";
    private static final String EVENT_PARAMETERS = PARAMETERS + "Member, Event.";
    private static final String ANSWERS =
            "Return String, byte[], Payload, what the PayloadConverter can write, or nothing;"
                    + " an Optional of these; or a CompletionStage or Mono of all these.";

    @AutoClose
    private final TestNetwork network = new TestNetwork();

    private final ApplicationContextRunner contexts =
            network.contexts().withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class));

    @SuppressWarnings({"UnusedMethod", "UnusedVariable", "EffectivelyPrivate"}) // found by reflection, never called
    static Stream<Arguments> wrong() {
        return Stream.of(
                argumentSet(
                        "private method",
                        new Object() {
                            @QueryHandler("q")
                            private String method() {
                                return "";
                            }
                        },
                        "it is private",
                        "Make it package-private or public."),
                argumentSet(
                        "unknown placeholder",
                        new Object() {
                            @QueryHandler("${no.such}")
                            public String method() {
                                return "";
                            }
                        },
                        "a text of its annotation can't be resolved: Could not resolve placeholder 'no.such' in value"
                                + " \"${no.such}\"",
                        "Set the property, or give a default: ${name:default}."),
                argumentSet(
                        "parameter nobody can give",
                        new Object() {
                            @QueryHandler("q")
                            public String method(String symbol, int number) {
                                return symbol + number;
                            }
                        },
                        "nothing can be given for its parameter of type int",
                        QUERY_PARAMETERS),
                argumentSet(
                        "two parameters for the payload",
                        new Object() {
                            @QueryHandler("q")
                            public String method(String symbol, byte[] same) {
                                return symbol;
                            }
                        },
                        "it has more than one parameter for the payload",
                        QUERY_PARAMETERS),
                argumentSet(
                        "two members",
                        new Object() {
                            @QueryHandler("q")
                            public String method(Member one, Member two) {
                                return "";
                            }
                        },
                        "it has more than one parameter of type io.clusterkit.member.Member",
                        QUERY_PARAMETERS),
                argumentSet(
                        "an event for a query",
                        new Object() {
                            @QueryHandler("q")
                            public String method(Event event) {
                                return "";
                            }
                        },
                        "nothing can be given for its parameter of type io.clusterkit.Event",
                        QUERY_PARAMETERS),
                argumentSet(
                        "answer of a type that can't be written",
                        new Object() {
                            @QueryHandler("q")
                            public List<String> method() {
                                return List.of();
                            }
                        },
                        "its return type java.util.List<java.lang.String> can't become an answer",
                        ANSWERS),
                argumentSet(
                        "later answer of a type that can't be written",
                        new Object() {
                            @QueryHandler("q")
                            public CompletableFuture<Integer> method() {
                                return CompletableFuture.completedFuture(1);
                            }
                        },
                        "its return type java.util.concurrent.CompletableFuture<java.lang.Integer> can't become an answer",
                        ANSWERS),
                argumentSet(
                        "blank name",
                        new Object() {
                            @QueryHandler(" ")
                            public String method() {
                                return "";
                            }
                        },
                        "its query's name is blank",
                        "Give it a name, or use @QueryHandler without one to answer queries without a name."),
                argumentSet(
                        "listener that returns something",
                        new Object() {
                            @ClusterEventListener
                            public String method() {
                                return "";
                            }
                        },
                        "it returns java.lang.String, but nobody waits for the answer to an event",
                        "Return nothing; to answer, use @QueryHandler."),
                argumentSet(
                        "listener's parameter nobody can give",
                        new Object() {
                            @ClusterEventListener
                            public void method(Packet packet) {}
                        },
                        "nothing can be given for its parameter of type io.clusterkit.packet.Packet",
                        EVENT_PARAMETERS),
                argumentSet(
                        "listener on a negative channel",
                        new Object() {
                            @ClusterEventListener(channels = {7, -1})
                            public void method() {}
                        },
                        "one of its channels is negative",
                        "Name channels from 0 on."),
                argumentSet(
                        "hook that returns something else",
                        new Object() {
                            @ClusterHook(point = HookPoint.RECEIVE)
                            public boolean method(Packet packet) {
                                return true;
                            }
                        },
                        "it returns boolean at the point RECEIVE",
                        "Return the Packet to go on with, or nothing to leave it as it is."),
                argumentSet(
                        "hook with a payload",
                        new Object() {
                            @ClusterHook(point = HookPoint.SEND)
                            public void method(String text) {}
                        },
                        "nothing can be given for its parameter of type java.lang.String",
                        "Give it any of these parameters, in any order, of each type one: Packet, Member, HookContext."),
                argumentSet(
                        "packet at a point of members",
                        new Object() {
                            @ClusterHook(point = HookPoint.MEMBER_LOST)
                            public void method(Packet packet) {}
                        },
                        "nothing can be given for its parameter of type io.clusterkit.packet.Packet",
                        "Give it any of these parameters, in any order, of each type one: Member, HookContext."),
                argumentSet(
                        "member that is to be changed",
                        new Object() {
                            @ClusterHook(point = HookPoint.MEMBER_DISCOVERED)
                            public Member method(Member member) {
                                return member;
                            }
                        },
                        "it returns io.clusterkit.member.Member at the point MEMBER_DISCOVERED",
                        "Return nothing: at this point there is nothing to change."),
                argumentSet(
                        "channels at a point of members",
                        new Object() {
                            @ClusterHook(point = HookPoint.TAGS_CHANGED, channels = 7)
                            public void method(Member member) {}
                        },
                        "it names channels or protocols, and there are none at the point TAGS_CHANGED",
                        "Remove channels and protocols."),
                argumentSet(
                        "protocols at a point where none is settled",
                        new Object() {
                            @ClusterHook(point = HookPoint.SEND, protocols = "t")
                            public void method(Packet packet) {}
                        },
                        "it names protocols, and none is settled at the point SEND",
                        "Remove protocols, or use a point where it is: RECEIVE, CHANNEL_RECEIVE, PROTOCOL_RECEIVE,"
                                + " PROTOCOL_SEND, QUERY, MEMBER_EVALUATE, MEMBER_VALIDATE."),
                argumentSet(
                        "blank protocol",
                        new Object() {
                            @ClusterHook(point = HookPoint.RECEIVE, protocols = "")
                            public void method(Packet packet) {}
                        },
                        "one of its protocols is blank",
                        "Name a protocol by its id, as u, t or c."),
                argumentSet(
                        "header of a hook",
                        new Object() {
                            @ClusterHook(point = HookPoint.RECEIVE)
                            public void method(@ClusterHeader("h") String header) {}
                        },
                        "it asks for a header, and none is given here",
                        "Give it any of these parameters, in any order, of each type one: Packet, Member, HookContext."),
                argumentSet(
                        "header of a type that text can't become",
                        new Object() {
                            @QueryHandler("q")
                            public void method(@ClusterHeader("h") Member header) {}
                        },
                        "its header \"h\" can't become io.clusterkit.member.Member",
                        "Take it as String, or add a bean of type Converter<String, …> to the application."),
                argumentSet(
                        "header that may be missing as a primitive",
                        new Object() {
                            @QueryHandler("q")
                            public void method(@ClusterHeader(name = "h", required = false) int header) {}
                        },
                        "its header \"h\" may be missing, and int can't be null",
                        "Give it a defaultValue, or use an Optional or a wrapper."),
                argumentSet(
                        "all headers as something else",
                        new Object() {
                            @QueryHandler("q")
                            public void method(@ClusterHeader Map<String, Integer> headers) {}
                        },
                        "all headers can't be given as java.util.Map<java.lang.String, java.lang.Integer>",
                        "Take them as Map<String, String>."),
                argumentSet(
                        "several answers",
                        new Object() {
                            @QueryHandler("q")
                            public Flux<String> method() {
                                return Flux.empty();
                            }
                        },
                        "it returns reactor.core.publisher.Flux<java.lang.String>, but a query has one answer",
                        "Return a Mono, of a list if need be."),
                argumentSet(
                        "blank tag",
                        new Object() {
                            @ClusterEventListener(tags = " ")
                            public void method() {}
                        },
                        "one of its tags is blank",
                        "Name a tag of the sender, or remove it."),
                argumentSet(
                        "hook on a negative channel",
                        new Object() {
                            @ClusterHook(point = HookPoint.SEND, channels = -7)
                            public void method() {}
                        },
                        "one of its channels is negative",
                        "Name channels from 0 on."));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongMethodEndsTheStartWithBeanMethodReasonAndRemedy(Object bean, String reason, String remedy) {
        contexts.withBean("quotes", Object.class, () -> bean).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getBeanName()).isEqualTo("quotes");
            assertThat(failure.getMethod()).contains(bean.getClass().getName() + ".method(");
            assertThat(failure.getReason()).isEqualTo(reason);
            assertThat(failure.getRemedy()).isEqualTo(remedy);
            assertThat(failure)
                    .hasMessage("bean 'quotes', method '" + failure.getMethod() + "': " + reason + ". " + remedy);
            assertThat(analyze(failure).getDescription()).contains("'quotes'", failure.getMethod(), reason);
            assertThat(analyze(failure).getAction()).isEqualTo(remedy);
        });
    }

    @Test
    void withJacksonTheClustersOwnTypesAndTwoPayloadsAreRefusedToo() {
        ApplicationContextRunner json =
                contexts.withConfiguration(AutoConfigurations.of(ClusterJacksonAutoConfiguration.class));
        json.withBean("quotes", EventAsPayload.class).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getReason())
                    .isEqualTo("nothing can be given for its parameter of type io.clusterkit.Event");
        });
        json.withBean("quotes", TwoPayloads.class).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getReason()).isEqualTo("it has more than one parameter for the payload");
        });
    }

    @Test
    void theWholeSignatureIsShown() {
        contexts.withBean("quotes", Signature.class)
                .run(context -> assertThat(failure(context.getStartupFailure()).getMethod())
                        .isEqualTo("public java.util.List<java.lang.String> " + Signature.class.getName()
                                + ".quote(java.lang.String,io.clusterkit.member.Member) throws java.io.IOException"));
    }

    @Test
    void twoHandlersOfOneQueryEndTheStartNamingBoth() {
        contexts.withBean("one", Quotes.class).withBean("two", Quotes.class).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getBeanName()).isEqualTo("two");
            assertThat(failure.getReason())
                    .startsWith("query \"quote\" is answered already, by bean 'one', method 'public")
                    .contains("Quotes.quote()");
            assertThat(failure.getRemedy()).isEqualTo("Give one of them another name, or remove it.");
        });
    }

    @Test
    void twoHandlersOfQueriesWithoutANameEndTheStart() {
        contexts.withBean("one", Unnamed.class).withBean("two", Unnamed.class).run(context -> assertThat(
                        failure(context.getStartupFailure()).getReason())
                .startsWith("queries without a name are answered already, by bean 'one'"));
    }

    @Test
    void aHandlerOfAQueryThatCodeAnswersEndsTheStart() {
        contexts.withBean("quotes", Quotes.class)
                .withBean(
                        "code",
                        ClusterCustomizer.class,
                        () -> options -> options.onQuery("quote", request -> Payload.empty()))
                .run(context -> {
                    InvalidClusterMethodException failure = failure(context.getStartupFailure());
                    assertThat(failure.getBeanName()).isEqualTo("quotes");
                    assertThat(failure.getReason())
                            .isEqualTo("query \"quote\" is answered already, by code that was given to the Cluster");
                });
    }

    @Test
    void aMethodThatTheBeansProxyHidesEndsTheStart() {
        contexts.withUserConfiguration(Hidden.class).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getBeanName()).isEqualTo("hidden");
            assertThat(failure.getReason()).isEqualTo("the bean's proxy does not have it");
            assertThat(failure.getRemedy())
                    .isEqualTo("Declare it in one of the interfaces of " + Both.class.getName()
                            + ", or have the class proxied rather than its interfaces (proxyTargetClass).");
        });
    }

    @Test
    void aFinalMethodOfAClassProxyEndsTheStart() {
        contexts.withUserConfiguration(Final.class).run(context -> {
            InvalidClusterMethodException failure = failure(context.getStartupFailure());
            assertThat(failure.getBeanName()).isEqualTo("hidden");
            assertThat(failure.getReason()).isEqualTo("it is final, so the bean's proxy can't pass it on");
            assertThat(failure.getRemedy()).isEqualTo("Make it not final.");
        });
    }

    private static FailureAnalysis analyze(InvalidClusterMethodException failure) {
        return new InvalidClusterMethodFailureAnalyzer().analyze(failure, failure);
    }

    private static InvalidClusterMethodException failure(@Nullable Throwable startup) {
        if (startup instanceof InvalidClusterMethodException failure) {
            return failure;
        }
        throw new AssertionError("the start ended otherwise", startup);
    }

    static class EventAsPayload {
        @QueryHandler("q")
        public String quote(Event event) {
            return "";
        }
    }

    static class TwoPayloads {
        @QueryHandler("q")
        public String quote(String symbol, int count) {
            return "";
        }
    }

    static class Signature {
        @QueryHandler("q")
        public List<String> quote(String symbol, Member from) throws java.io.IOException {
            return List.of();
        }
    }

    static class Quotes {
        @QueryHandler("quote")
        public String quote() {
            return "";
        }
    }

    static class Unnamed {
        @QueryHandler
        public String quote() {
            return "";
        }
    }

    interface Visible {
        void visible();
    }

    static class Both implements Visible {
        @Override
        public void visible() {}

        @QueryHandler("hidden")
        public String hidden() {
            return "";
        }
    }

    static class WithFinal {
        @QueryHandler("final")
        public final String answer() {
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Final extends Proxies {
        @Bean
        WithFinal hidden() {
            return new WithFinal();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Hidden extends Proxies {
        @Bean
        Both hidden() {
            return new Both();
        }
    }

    /** Proxies the bean "hidden", its interfaces if it has some. */
    abstract static class Proxies {
        @Bean
        MethodInterceptor nothing() {
            return call -> call.proceed();
        }

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("hidden");
            creator.setInterceptorNames("nothing");
            return creator;
        }
    }
}
