package io.clusterkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.boot.autoconfigure.multiplexer.Multiplexers;
import io.clusterkit.multiplexer.Multiplexer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
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
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8));

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

    @Test
    void aFifthClientOfOneAddressIsRefused() throws IOException {
        try (RunningSample sample = RunningSample.start(network, "--sample.members=1")) {
            Multiplexer room = room(sample);
            List<Socket> guests = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    guests.add(connect(room));
                }
                await().until(() -> room.clients().size() == 4);
                try (Socket fifth = connect(room)) {
                    assertThat(fifth.isConnected()).isTrue();
                    await().until(() -> room.stats().denied() == 1);
                    assertThat(room.clients()).hasSize(4);
                }
            } finally {
                for (Socket guest : guests) {
                    guest.close();
                }
            }
        }
    }

    private static Multiplexer room(RunningSample sample) {
        return sample.context().getBean(Multiplexers.class).get("chat");
    }

    private static Socket connect(Multiplexer room) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), room.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
