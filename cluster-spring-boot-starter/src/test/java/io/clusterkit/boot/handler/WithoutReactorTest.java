package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.Cluster;
import io.clusterkit.boot.Patience;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.boot.TestNetwork;
import io.clusterkit.query.QueryOutcome;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

/**
 * Handler methods where there is no Reactor. Spring looks for it once, in the class loader of its own, which no filter in
 * front of that can change: so all is loaded anew, Spring too.
 */
class WithoutReactorTest {
    @Test
    void handlersAnswer() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader withoutReactor = withoutReactor()) {
            assertThat(ClassUtils.isPresent(
                            "reactor.core.publisher.Flux", getClass().getClassLoader()))
                    .as("it would be there")
                    .isTrue();
            assertThat(ClassUtils.isPresent("reactor.core.publisher.Flux", withoutReactor))
                    .isFalse();
            Thread.currentThread().setContextClassLoader(withoutReactor);

            Callable<?> application = (Callable<?>) withoutReactor
                    .loadClass(Application.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(application.call()).hasToString("{future=a future, text=a text}");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URLClassLoader withoutReactor() {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("reactor-"))
                .map(WithoutReactorTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException failure) {
            throw new AssertionError(failure);
        }
    }

    static class Handlers {
        @QueryHandler("text")
        String text() {
            return "a text";
        }

        @QueryHandler("future")
        CompletableFuture<String> future() {
            return CompletableFuture.supplyAsync(() -> "a future");
        }
    }

    /** Loaded by that class loader; says what the handlers answered. */
    public static class Application implements Callable<Object> {
        @Override
        public Object call() {
            Patience.set();
            Map<String, String> answers = new TreeMap<>();
            try (TestNetwork network = new TestNetwork()) {
                network.contexts().withUserConfiguration(Handlers.class).run(context -> {
                    Cluster asker = network.joinAndMeetOne(options -> {});
                    for (String query : new String[] {"text", "future"}) {
                        answers.put(
                                query,
                                asker.query(query)
                                        .ask()
                                        .await()
                                        .firstAnswer()
                                        .map(QueryOutcome::text)
                                        .orElse("none"));
                    }
                });
            }
            return answers;
        }
    }
}
