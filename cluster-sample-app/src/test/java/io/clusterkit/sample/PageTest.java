package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterkit.Cluster;
import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.member.TagEdit;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.packet.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The page, as somebody in front of a browser sees and uses it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    private static final int DESKTOP = 1280;
    private static final int PHONE = 360;
    private static final String ROWS = "document.querySelectorAll('#members li:not([data-state=gone])').length";

    private final TestNetwork network = new TestNetwork();
    private @Nullable Chromium browser;
    private @Nullable RunningSample sample;

    @BeforeAll
    void start() throws IOException {
        Optional<Path> executable = Chromium.find();
        assumeTrue(executable.isPresent(), "SKIPPED: no Chromium on the PATH, so nobody looked at the page");
        browser = new Chromium(executable.orElseThrow());
        sample = RunningSample.start(network);
        await().until(() -> sample().cluster().members().size() == 2);
    }

    @AfterAll
    void stop() throws IOException {
        if (sample != null) {
            sample.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aQueryShowsEachMembersAnswer() throws IOException {
        Chromium.Page page = open(DESKTOP);

        page.eval("document.getElementById('query-send').click()");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");

        for (var member : sample().cluster().members()) {
            assertThat(page.eval("document.querySelector('#answers [data-member=%s] .said')?.textContent"
                                    .formatted(Chromium.quote(member.uuid())))
                            .asString())
                    .matches("10\\d\\.\\d\\d");
        }
        page.await("document.getElementById('summary').textContent.startsWith('2 of 2 answered')");
        page.photograph(BuildFolder.file("page-desktop.png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void anAnswerIsShownWhenItArrivesAlthoughOthersAreAwaited() {
        CompletableFuture<Payload> later = new CompletableFuture<>();
        try (Cluster fast = network.join(options -> options.tags("pair").onQuery(query -> Payload.of("at once")));
                Cluster slow =
                        network.join(options -> options.tags("pair").setUp(it -> it.onQueryAsync(query -> later)))) {
            await().until(() -> sample().cluster().resolve("pair").size() == 2);
            Chromium.Page page = open(DESKTOP);
            fill(page, "query-name", "");
            fill(page, "query-to", "pair");
            fill(page, "query-timeout", "60s");

            page.eval("document.getElementById('query-send').click()");
            page.await(outcomeOf(fast) + " === 'ANSWERED'");
            assertThat(page.eval(outcomeOf(slow)).asString()).isEqualTo("waiting");

            later.complete(Payload.of("at last"));
            page.await(outcomeOf(slow) + " === 'ANSWERED'");
            page.await("document.getElementById('summary').textContent.startsWith('2 of 2 answered')");
        }
        await().until(() -> sample().cluster().members().size() == 2);
    }

    @Test
    void membersComeAndGoOnThePage() throws IOException {
        Chromium.Page page = open(DESKTOP);
        page.await(ROWS + " === 3");

        try (Cluster guest = network.join(options -> options.tags("guest"))) {
            page.await(ROWS + " === 4");
            page.await("document.getElementById('news').textContent.includes('%s joined, tagged guest')"
                    .formatted(guest.id().sid()));
            assertThat(page.eval("document.querySelector('#members li:last-child')?.textContent")
                            .asString())
                    .contains(guest.id().sid(), "guest", "heard just now", "here ")
                    .containsPattern("by (TCP|Unix socket)");
            assertThat(page.eval("document.getElementById('count').textContent").asString())
                    .startsWith("4 members");

            guest.tags(TagEdit.edit().append("moved"));
            page.await("document.querySelector('#members li:last-child')?.textContent.includes('moved')");
        }

        page.await(ROWS + " === 3");
        page.await("document.getElementById('news').textContent.endsWith(' left')");
        page.photograph(BuildFolder.file("page-left.png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void eventsThatComeAreShownAsTextAndThoseSentTellWhatBecameOfThem() throws Exception {
        Chromium.Page page = open(DESKTOP);
        page.await(ROWS + " === 3");
        String markup = "<img src=x onerror=alert(1)><b>bold</b>";
        try (Cluster speaker = network.join(options -> options.tags("<i>tag</i>"))) {
            await().until(() -> speaker.resolve("desk").size() == 1);
            page.await(ROWS + " === 4");

            speaker.event().to("desk").data(markup).send().get();

            page.await("document.querySelector('#feed .text')?.textContent.includes(%s)"
                    .formatted(Chromium.quote(markup)));
            page.await("document.querySelector('#members li:last-child .tag')?.textContent === '<i>tag</i>'");
            assertThat(page.eval("document.querySelectorAll('#feed img, #feed b, #members i').length")
                            .asInt())
                    .isZero();
        }
        page.await(ROWS + " === 3");

        fill(page, "event-data", "the market opens");
        page.eval("document.getElementById('event-send').click()");
        page.await("document.querySelector('#feed li .text')?.textContent.includes('the market opens')");
        assertThat(page.eval("document.querySelector('#feed li .note')?.textContent")
                        .asString())
                .matches("sent to 2 members by (TCP|Unix socket)");
        page.photograph(BuildFolder.file("page-events.png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void thePageAndATerminalTalkInOneRoom() throws IOException {
        Chromium.Page page = open(DESKTOP);
        page.await("document.getElementById('chat-presence').textContent.startsWith('You are guest-')");
        Multiplexer room = sample().context().getBean(Multiplexers.class).get("chat");
        assertThat(page.eval("document.getElementById('chat-where').textContent")
                        .asString())
                .isEqualTo("nc localhost " + room.port());
        String name = page.eval("document.getElementById('chat-presence').textContent.slice(8, -1)")
                .asString();
        long before = room.stats().accepted();
        try (Socket terminal = new Socket(InetAddress.getLoopbackAddress(), room.port())) {
            await().until(() -> room.stats().accepted() == before + 1);
            terminal.setSoTimeout((int) Patience.LIMIT.toMillis());
            BufferedReader heard =
                    new BufferedReader(new InputStreamReader(terminal.getInputStream(), StandardCharsets.UTF_8));

            terminal.getOutputStream().write("<b>hello</b> page\n".getBytes(StandardCharsets.UTF_8));
            page.await("document.querySelector('#said .text')?.textContent === '<b>hello</b> page'");
            assertThat(page.eval("document.querySelector('#said .sid')?.textContent")
                            .asString())
                    .matches("guest-\\d+")
                    .isNotEqualTo(name);

            page.eval("document.getElementById('chat-text').focus()");
            page.type("hello terminal");
            page.press("Enter");
            assertThat(heard.readLine()).isEqualTo(name + ": hello terminal");
            page.await("document.querySelector('#said li')?.textContent.endsWith('youhello terminal')");
            assertThat(page.eval("document.getElementById('chat-text').value").asString())
                    .isEmpty();
        }
        page.eval("document.getElementById('chat').scrollIntoView()");
        page.photograph(BuildFolder.file("page-chat.png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void whoIsNotLetIntoTheRoomIsToldWhyAndMayTryAgain() throws IOException {
        try (RunningSample full =
                RunningSample.start(new TestNetwork(), "--sample.members=1", "--sample.chat-clients-per-address=1")) {
            Multiplexer room = full.context().getBean(Multiplexers.class).get("chat");
            Chromium.Page page;
            try (Socket terminal = new Socket(InetAddress.getLoopbackAddress(), room.port())) {
                await().until(() -> room.clients().size() == 1);
                page = browser().open(full.uri(), PHONE, 780);
                page.await("document.getElementById('chat-presence').textContent.startsWith('Not in the room: from')");
                page.photograph(BuildFolder.file("page-chat-full.png"));
                assertThat(terminal.isConnected()).isTrue();
            }
            await().until(() -> room.clients().isEmpty());

            page.eval("document.getElementById('chat-again').click()");

            page.await("document.getElementById('chat-presence').textContent.startsWith('You are guest-')");
            page.await("!document.getElementById('chat-again').checkVisibility()");
            page.reload();
            page.await("document.getElementById('chat-presence').textContent.startsWith('You are guest-')");
        }
    }

    @Test
    void theKeyboardIsEnough() {
        Chromium.Page page = open(DESKTOP);
        page.await(ROWS + " === 3");

        assertThat(focusedAfterTab(page)).isEqualTo("Skip to the query");
        page.press("Enter");
        assertThat(focusedAfterTab(page)).isEqualTo("query-name");
        assertThat(focusedAfterTab(page)).isEqualTo("query-data");
        page.type("JADE");
        page.press("Enter");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");
        assertThat(page.eval("document.querySelector('#answers .said')?.textContent")
                        .asString())
                .startsWith("7");

        String focused = "";
        for (int i = 0; i < 10 && !focused.equals("event-data"); i++) {
            focused = focusedAfterTab(page);
            assertThat(page.eval("getComputedStyle(document.activeElement).outlineStyle")
                            .asString())
                    .as("the focus is visible on %s", focused)
                    .isEqualTo("solid");
        }
        page.type("by keyboard");
        page.press("Enter");
        page.await("document.querySelector('#feed li .text')?.textContent.includes('by keyboard')");
    }

    @Test
    void aMistakeIsSaidAtItsField() {
        Chromium.Page page = open(DESKTOP);
        page.await(ROWS + " === 3");
        fill(page, "query-timeout", "soon");

        page.eval("document.getElementById('query-send').click()");

        page.await("document.getElementById('query-error').textContent.startsWith('timeout must be')");
        assertThat(page.eval("document.activeElement.id + document.activeElement.getAttribute('aria-invalid')")
                        .asString())
                .isEqualTo("query-timeouttrue");

        fill(page, "query-timeout", "30s");
        page.eval("document.getElementById('query-send').click()");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");
        assertThat(page.eval("document.querySelectorAll('[aria-invalid]').length")
                        .asInt())
                .isZero();
    }

    @Test
    void everyControlHasANameAndThePageHasLandmarks() {
        Chromium.Page page = open(DESKTOP);
        page.await(ROWS + " === 3");
        page.call("Accessibility.enable", Map.of());

        JsonNode nodes = page.call("Accessibility.getFullAXTree", Map.of()).path("nodes");

        assertThat(nodes.values())
                .filteredOn(node -> Set.of("textbox", "button", "checkbox", "link")
                        .contains(node.path("role").path("value").asString("")))
                .hasSizeGreaterThan(10)
                .allSatisfy(node -> assertThat(node.path("name").path("value").asString(""))
                        .as(node.toString())
                        .isNotBlank());
        assertThat(nodes.values().stream()
                        .map(node -> node.path("role").path("value").asString("")))
                .contains("banner", "main", "contentinfo", "navigation", "region", "log", "status", "heading");
        assertThat(page.eval("document.documentElement.lang").asString()).isEqualTo("en");
    }

    @Test
    void nothingMovesForThoseWhoPreferThat() {
        Chromium.Page page = open(DESKTOP);
        page.prefer("prefers-reduced-motion", "reduce");
        page.await(ROWS + " === 3");

        page.eval("document.getElementById('query-send').click()");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");

        assertThat(page.eval("document.getAnimations().length").asInt()).isZero();
    }

    @Test
    void manyMembersHaveTheirPlace() throws IOException {
        try (RunningSample many = RunningSample.start(new TestNetwork(), "--sample.members=10")) {
            Chromium.Page page = browser().open(many.uri(), DESKTOP, 800);
            page.await(ROWS + " === 10");
            page.eval("document.getElementById('query-send').click()");
            page.await("document.getElementById('summary').textContent.startsWith('9 of 9 answered')");
            page.photograph(BuildFolder.file("page-many.png"));
            page.resize(PHONE, 780);
            page.photograph(BuildFolder.file("page-many-phone.png"));
            assertThat(page.eval("document.documentElement.scrollWidth").asInt())
                    .isEqualTo(PHONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textHasContrastInBothSchemes(String scheme) throws IOException {
        Chromium.Page page = open(DESKTOP);
        page.prefer("prefers-color-scheme", scheme);
        page.await(ROWS + " === 3");
        page.eval("document.getElementById('query-send').click()");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");
        fill(page, "event-channel", "-1");
        page.eval("document.getElementById('event-send').click()");
        page.await("document.getElementById('event-error').textContent !== ''");

        assertThat(page.eval(LOW_CONTRAST).toString()).isEqualTo("[]");
        page.photograph(BuildFolder.file("page-" + scheme + ".png"));
    }

    @ParameterizedTest
    @CsvSource({PHONE + ",780", "320,640", "768,1024", DESKTOP + ",800"})
    void nothingIsWiderThanTheWindow(int width, int height) throws IOException {
        Chromium.Page page = sample(width, height);
        page.await(ROWS + " === 3");
        fill(page, "query-data", "an_unbroken_text_that_is_much_wider_than_a_phone_and_comes_back_as_an_echo_by_each");
        fill(page, "query-name", "");
        page.eval("document.getElementById('query-send').click()");
        page.await("document.querySelectorAll('#answers [data-outcome=ANSWERED]').length === 2");
        fill(page, "query-name", "quote");
        fill(page, "query-data", "ACME");
        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
        page.eval("document.getElementById('query-send').click()");
        page.await("document.getElementById('answers').textContent.includes('10')");
        page.await("document.getElementById('summary').textContent.startsWith('2 of 2')");

        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
        page.photograph(BuildFolder.file("page-" + width + ".png"));
    }

    @Test
    void thePageSaysWhenItsMemberIsGone() {
        RunningSample other = RunningSample.start(new TestNetwork(), "--sample.members=1");
        Chromium.Page page = browser().open(other.uri(), DESKTOP, 800);
        page.await("document.getElementById('link').textContent === 'live'");
        assertThat(page.eval("document.getElementById('alone').hidden").asBoolean())
                .isFalse();

        other.close();

        page.await("document.getElementById('link').textContent.startsWith('not connected')");
    }

    /** Texts whose contrast with what is behind them is less than WCAG AA asks. */
    private static final String LOW_CONTRAST = """
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const light = color => {
                const [r, g, b] = color.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                return .2126 * r + .7152 * g + .0722 * b;
              };
              const behind = element => {
                for (let e = element; e; e = e.parentElement) {
                  const color = rgb(getComputedStyle(e).backgroundColor);
                  if (color.length < 4 || color[3] > 0) return color;
                }
                return [255, 255, 255];
              };
              const bad = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
                const isInput = e.matches('input:not([type=checkbox])');
                if (!own && !isInput || !e.checkVisibility() || e.closest('.sr, .skip, noscript')) continue;
                const style = getComputedStyle(e);
                const isDrawn = e instanceof SVGElement;
                const [a, b] = [light(rgb(isDrawn ? style.fill : style.color)), light(behind(e))].sort((x, y) => y - x);
                const large = parseFloat(style.fontSize) >= 24;
                if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) bad.push(`${e.tagName}.${e.getAttribute('class')} ${e.textContent.slice(0, 30)} ${((a + .05) / (b + .05)).toFixed(2)}`);
              }
              return bad;
            })()""";

    private static void fill(Chromium.Page page, String id, String text) {
        page.eval("document.getElementById('%s').value = %s".formatted(id, Chromium.quote(text)));
    }

    /** Presses Tab and returns the id of what has the focus then, or its text. */
    private static String focusedAfterTab(Chromium.Page page) {
        page.press("Tab");
        return page.eval("document.activeElement.id || document.activeElement.textContent")
                .asString();
    }

    private static String outcomeOf(Cluster member) {
        return "document.querySelector('#answers [data-member=\"%s\"]')?.dataset.outcome"
                .formatted(member.id().uuid());
    }

    private Chromium.Page open(int width) {
        return sample(width, 800);
    }

    private Chromium.Page sample(int width, int height) {
        return browser().open(sample().uri(), width, height);
    }

    private Chromium browser() {
        return Objects.requireNonNull(browser);
    }

    private RunningSample sample() {
        return Objects.requireNonNull(sample);
    }
}
