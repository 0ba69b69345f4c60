package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.boot.QueryContext;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.javapoet.ClassName;

class AotHintsTest {
    @ParameterizedTest
    @ValueSource(strings = {"query", "event", "hook"})
    void annotatedMethodsMayBeCalledInANativeImage(String method) throws Exception {
        RuntimeHints hints = new RuntimeHints();

        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Annotated.class);

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Annotated.class.getDeclaredMethod(method)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Annotated.class.getDeclaredMethod("other")))
                .rejects(hints);
    }

    @Test
    void payloadsOfHandlerMethodsMayBeReadAndWritten() throws Exception {
        RuntimeHints hints = contribution(Quotes.class);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(Request.class)
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
        assertThat(List.of(Answer.class, Part.class, News.class)).allSatisfy(type -> assertThat(
                        RuntimeHintsPredicates.reflection().onType(type))
                .accepts(hints));
        assertThat(List.of(Member.class, QueryContext.class, Optional.class, CompletableFuture.class, Header.class))
                .allSatisfy(
                        type -> assertThat(RuntimeHintsPredicates.reflection().onType(type))
                                .rejects(hints));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Listening.class.getMethod("news", List.class)))
                .accepts(hints);
    }

    @Test
    void beansWithoutAnnotatedMethodsContributeNothing() {
        assertThat(new ClusterMethodAotProcessor().processAheadOfTime(registered(Part.class)))
                .isNull();
    }

    @Test
    void theProcessorIsFoundBySpring() {
        assertThat(AotServices.factories().load(BeanRegistrationAotProcessor.class))
                .hasAtLeastOneElementOfType(ClusterMethodAotProcessor.class);
    }

    private static RuntimeHints contribution(Class<?> type) {
        DefaultGenerationContext context = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("test", "Test")), new InMemoryGeneratedFiles());
        BeanRegistrationAotContribution contribution =
                new ClusterMethodAotProcessor().processAheadOfTime(registered(type));
        Objects.requireNonNull(contribution).applyTo(context, mock(BeanRegistrationCode.class));
        return context.getRuntimeHints();
    }

    private static RegisteredBean registered(Class<?> type) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerBeanDefinition("bean", new RootBeanDefinition(type));
        return RegisteredBean.of(beans, "bean");
    }

    record Request(String symbol) {}

    record Part(int cents) {}

    record Answer(List<Part> parts) {}

    record News(String text) {}

    record Header(String text) {}

    abstract static class Listening<T> {
        @ClusterEventListener
        public void news(List<T> news) {}
    }

    static class Quotes extends Listening<News> {
        @QueryHandler("quote")
        public CompletableFuture<Optional<Answer>> quote(
                Optional<Request> request, Member from, QueryContext context, @ClusterHeader("h") Header header) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    static class Annotated {
        @QueryHandler("query")
        public void query() {}

        @ClusterEventListener
        public void event() {}

        @ClusterHook(point = HookPoint.SEND)
        public void hook() {}

        public void other() {}
    }
}
