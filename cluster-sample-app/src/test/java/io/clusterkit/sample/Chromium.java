package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless browser, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** The first of the known browsers on the PATH. */
    static Optional<Path> find() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path executable) throws IOException {
        profile = Files.createTempDirectory("cluster-browser");
        process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(readAddress(), new Messages())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private URI readAddress() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("DevTools listening on ")) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "browser-output");
                rest.setDaemon(true);
                rest.start();
                return URI.create(line.substring("DevTools listening on ".length()));
            }
        }
        throw new IOException("the browser did not start: " + said);
    }

    /** Opens a page in a window of this size, instead of the one before: a browser has few connections for one server. */
    Page open(URI uri, int width, int height) {
        pages.values().forEach(page -> call(null, "Target.closeTarget", Map.of("targetId", page.target)));
        pages.clear();
        String target = call(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        String session = call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        Page page = new Page(target, session);
        pages.put(session, page);
        page.call("Page.enable", Map.of());
        page.call("Runtime.enable", Map.of());
        page.call("Log.enable", Map.of());
        page.resize(width, height);
        page.call("Page.navigate", Map.of("url", uri.toString()));
        page.await("location.href === " + quote(uri.toString()) + " && document.readyState === 'complete'");
        return page;
    }

    private JsonNode call(@Nullable String session, String method, Map<String, ?> params) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        calls.put(id, reply);
        var message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(params));
        if (session != null) {
            message.put("sessionId", session);
        }
        synchronized (socket) {
            socket.sendText(message.toString(), true).join();
        }
        return reply.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    static String quote(String text) {
        return JSON.writeValueAsString(text);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private void take(JsonNode message) {
        CompletableFuture<JsonNode> call = calls.remove(message.path("id").asInt(-1));
        if (call != null && message.has("error")) {
            call.completeExceptionally(
                    new IllegalStateException(message.path("error").toString()));
        } else if (call != null) {
            call.complete(message.path("result"));
        }
        Page page = pages.get(message.path("sessionId").asString(""));
        if (page != null) {
            page.take(message.path("method").asString(""), message.path("params"));
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** One open page. */
    final class Page {
        private final String target;
        private final String session;
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private Page(String target, String session) {
            this.target = target;
            this.session = session;
        }

        /** What the page wrote to its console as a warning or error, or threw, or failed to load. */
        List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** The value of an expression; a promise is waited for. */
        JsonNode eval(String expression) {
            JsonNode result = call(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            assertThat(result.path("exceptionDetails").isMissingNode())
                    .as("%s: %s", expression, result)
                    .isTrue();
            return result.path("result").path("value");
        }

        /** Loads the page again, and waits until that is done: before, expressions see the old one or half of the new. */
        void reload() {
            eval("window.before = true");
            call("Page.reload", Map.of());
            await("!window.before && document.readyState === 'complete'");
        }

        /** Waits until an expression is true; while the browser changes pages it has no value. */
        void await(String expression) {
            Awaitility.await(expression)
                    .ignoreExceptionsInstanceOf(CompletionException.class)
                    .until(() -> eval(expression).asBoolean(false));
        }

        void resize(int width, int height) {
            call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        }

        void prefer(String feature, String value) {
            call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
        }

        /** Presses a key, as a keyboard does. */
        void press(String key) {
            int code =
                    switch (key) {
                        case "Tab" -> 9;
                        case "Enter" -> 13;
                        case " " -> 32;
                        default -> throw new IllegalArgumentException(key);
                    };
            String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
            Map<String, ?> down =
                    Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text);
            call("Input.dispatchKeyEvent", down);
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
        }

        /** Types into what has the focus. */
        void type(String text) {
            call("Input.insertText", Map.of("text", text));
        }

        /** A picture of the whole page. */
        void photograph(Path file) throws IOException {
            JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
            JsonNode picture = call(
                    "Page.captureScreenshot",
                    Map.of(
                            "captureBeyondViewport",
                            true,
                            "clip",
                            Map.of(
                                    "x", 0,
                                    "y", 0,
                                    "width", size.path("width").asDouble(),
                                    "height", size.path("height").asDouble(),
                                    "scale", 1)));
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
        }

        JsonNode call(String method, Map<String, ?> params) {
            return Chromium.this.call(session, method, params);
        }

        private void take(String event, JsonNode params) {
            switch (event) {
                case "Runtime.exceptionThrown" -> complaints.add(params.toString());
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning", "assert")
                            .contains(params.path("type").asString())) {
                        complaints.add(params.toString());
                    }
                }
                case "Log.entryAdded" -> {
                    if (List.of("error", "warning")
                            .contains(params.path("entry").path("level").asString())) {
                        complaints.add(params.toString());
                    }
                }
                default -> {
                    // of no interest
                }
            }
        }
    }
}
