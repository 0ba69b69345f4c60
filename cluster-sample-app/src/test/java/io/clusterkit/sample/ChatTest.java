package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.Multiplexer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class ChatTest {
    private final TestNetwork network = new TestNetwork();

    @Test
    void linesGoToTheOthersWithTheNameOfWhoSaidThem(CapturedOutput output) throws IOException {
        try (RunningSample sample = RunningSample.start(network)) {
            Multiplexer room = room(sample);
            try (Socket speaker = connect(room);
                    Socket listener = connect(room)) {
                await().until(() -> room.clients().size() == 2);
                String name = "guest-" + room.clients().get(0).id() + ": ";
                BufferedReader heard = reader(listener);

                say(speaker, "good ");
                await().until(() -> room.stats().bytesIn() == 5);
                say(speaker, "morning\nall\n");

                assertThat(heard.readLine()).isEqualTo(name + "good morning");
                assertThat(heard.readLine()).isEqualTo(name + "all");
            }
            assertThat(output.getOut().lines().filter(line -> line.contains("chat: nc localhost ")))
                    .singleElement()
                    .asString()
                    .endsWith("chat: nc localhost " + room.port());
            assertThat(sample.http()
                            .get("actuator/multiplexers/chat")
                            .json()
                            .path("port")
                            .asInt())
                    .isEqualTo(room.port());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noMoreThanSoManyClientsOfOneAddressAreLetIn(int most) throws IOException {
        try (RunningSample sample =
                RunningSample.start(network, "--sample.members=1", "--sample.chat-clients-per-address=" + most)) {
            Multiplexer room = room(sample);
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < most; i++) {
                    clients.add(connect(room));
                }
                await().until(() -> room.clients().size() == most);

                try (Socket refused = connect(room)) {
                    assertThat(refused.getInputStream().read()).isNegative();
                }
                assertThat(room.stats().denied()).isEqualTo(1);
                assertThat(room.clients()).hasSize(most);

                clients.remove(0).close();
                await().until(() -> room.clients().size() == most - 1);
                clients.add(connect(room));
                await().until(() -> room.clients().size() == most);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void aPageAndASocketTalkInOneRoom() throws Exception {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1");
                ChatPage page = ChatPage.open(sample);
                Socket terminal = connect(room(sample))) {
            JsonNode presence = page.next("chat");
            assertThat(presence.path("port").asInt()).isEqualTo(room(sample).port());
            await().until(() -> room(sample).clients().size() == 2);
            BufferedReader heard = reader(terminal);

            say(terminal, "is anybody there?\n");
            JsonNode said = page.next("said");
            assertThat(said.path("text").asString()).isEqualTo("is anybody there?");
            assertThat(said.path("name").asString()).matches("guest-\\d+").isNotEqualTo(name(presence));

            assertThat(page.say("yes,\u0007\r\nhere: w\u00f6rld ").status()).isEqualTo(204);
            assertThat(heard.readLine()).isEqualTo(name(presence) + ": yes, here: w\u00f6rld");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t ", "\n", "TOO LONG"})
    void aTextThatIsNoLineIsRefused(String text) throws Exception {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1");
                ChatPage page = ChatPage.open(sample)) {
            page.next("chat");
            assertThat(page.say("\u00e4".repeat(511) + "z").status()).isEqualTo(204);

            HttpSurface.Reply reply = page.say(text.equals("TOO LONG") ? "\u00e4".repeat(512) : text);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("field").asString()).isEqualTo("text");
            assertThat(reply.json().path("detail").asString()).startsWith("text must be from 1 to 1023 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"guest\":null,\"text\":\"x\"}", "{\"guest\":\"somebody\",\"text\":\"x\"}"})
    void whoIsNotInTheRoomSaysNothing(String body) {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1")) {
            HttpSurface.Reply reply = sample.http().post("chat", body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("field").asString()).isEqualTo("guest");
        }
    }

    @Test
    void pagesAndTerminalsOfAnAddressCountTogetherAndThePageSaysWhyItIsNotIn() throws Exception {
        try (RunningSample sample =
                        RunningSample.start(network, "--sample.members=1", "--sample.chat-clients-per-address=2");
                Socket terminal = connect(room(sample));
                ChatPage in = ChatPage.open(sample)) {
            assertThat(terminal.isConnected()).isTrue();
            in.next("chat");
            await().until(() -> room(sample).clients().size() == 2);

            try (ChatPage out = ChatPage.open(sample)) {
                JsonNode presence = out.next("chat");
                assertThat(presence.path("guest").isNull()).isTrue();
                assertThat(presence.path("reason").asString()).isEqualTo("from your address 2 are in the room already");
            }
            try (Socket refused = connect(room(sample))) {
                assertThat(refused.getInputStream().read()).isNegative();
            }
        }
    }

    @Test
    void aPageThatIsGoneLeavesTheRoomAndNoThread() throws Exception {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1")) {
            Multiplexer room = room(sample);
            ChatPage page = ChatPage.open(sample);
            page.next("chat");
            await().until(() -> room.clients().size() == 1);

            page.close();

            await().until(() -> room.clients().isEmpty());
            assertThat(room.stats().halfClosed()).isZero();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("chat-guest")));
            assertThat(page.say("still here?").json().path("field").asString()).isEqualTo("guest");
        }
    }

    @Test
    void thePageIsToldWhenTheRoomIsClosed() throws Exception {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1");
                ChatPage page = ChatPage.open(sample)) {
            page.next("chat");
            room(sample).close();

            assertThat(page.next("chat").path("reason").asString()).isEqualTo("the chat room was closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many"})
    void aBadNumberOfClientsIsNamed(String most, CapturedOutput output) {
        assertThatThrownBy(() -> RunningSample.start(network, "--sample.chat-clients-per-address=" + most)
                        .close())
                .isNotNull();
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START").contains("sample.chat-clients-per-address");
    }

    @Test
    void thePortIsThatOfThePropertyIfThereIsOne(CapturedOutput output) throws IOException {
        int free = freePort();
        try (RunningSample sample =
                RunningSample.start(network, "--sample.members=2", "--cluster.multiplexers.chat.port=" + free)) {
            assertThat(room(sample).port()).isEqualTo(free);
            assertThat(output.getOut()).contains("chat: nc localhost " + free);
        }
    }

    /** One that nobody has just now, below those that systems hand out by themselves. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            }
        }
    }

    private static String name(JsonNode presence) {
        return presence.path("name").asString();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Multiplexer room(RunningSample sample) {
        return sample.context().getBean(Multiplexers.class).get("chat");
    }

    private static Socket connect(Multiplexer room) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), room.port());
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
