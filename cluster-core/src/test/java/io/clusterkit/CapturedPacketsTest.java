package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.clusterkit.codec.PacketCodec;
import io.clusterkit.codec.TclList;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.BroadcastProtocol;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.memory.MemoryNetwork;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of packet that members send, as bytes, taken where they leave; read by the original's own decoder. */
class CapturedPacketsTest {
    /** As in the package interop: a checkout of tcl-cluster. */
    private static final String CLUSTER_HOME = "cluster.original.home";

    /** 7, flush, is understood and never sent. */
    private static final Set<Long> SENT = Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 8L);

    private final SteppedCluster net = new SteppedCluster(3);
    private final MemoryNetwork.MemoryHost host = net.network.host();
    private final List<byte[]> frames = new ArrayList<>();
    private boolean cut;

    @BeforeEach
    void talk() {
        Cluster one = join("one", "two words", "a{b", "");
        Cluster two = join("two");
        two.onQuery("q", query -> Payload.of("answer to " + query.text()));
        two.onQuery(query -> {
            throw new IllegalArgumentException("no {way");
        });
        net.advance(Duration.ofSeconds(10));
        one.joinChannel(7);
        one.heartbeat(7);
        one.query("q").data("a\nb{").ask();
        one.query()
                .data(Payload.of(new byte[] {0, (byte) 0xC0, (byte) 0x8D, 0, 0}))
                .ask();
        one.query("q").data("all").header("stays", "here").broadcast().ask();
        for (Payload payload : List.of(
                Payload.empty(), Payload.of("$x [y] \\z"), Payload.of("x".repeat(20_000)), Payload.of(new byte[] {
                    (byte) 0xC0, (byte) 0x8D, 5, 0, 0
                }))) {
            assertThat(one.event().id("id 1").data(payload).send()).isCompleted();
        }
        assertThat(one.event().data("for all").broadcast(true).send()).isCompleted();
        two.tags(TagEdit.edit().replace("#l", "h\\i", "d\"e"));
        net.advance(Duration.ofSeconds(10));
        two.tags(TagEdit.edit().replace());
        net.advance(Duration.ofSeconds(10));
        cut = true;
        assertThat(one.event().data("falls back").send()).isCompletedWithValueMatching(SendResult::isAllSent);
        net.advance(Duration.ofSeconds(10));
        one.close();
        two.close();
        net.advance(Duration.ofSeconds(1));
    }

    private Cluster join(String... tags) {
        return net.join(host, options -> options.tags(
                        List.of(tags).stream().filter(tag -> !tag.isEmpty()).toList())
                .protocol("c", recorded(host.beacon()))
                .protocol("t", recorded(host.stream())));
    }

    /** The same protocol, but what leaves by it is kept. */
    private Supplier<Protocol> recorded(Supplier<Protocol> factory) {
        return () -> {
            Protocol real = factory.get();
            boolean beacon = real instanceof BroadcastProtocol;
            return (Protocol) Proxy.newProxyInstance(
                    Protocol.class.getClassLoader(),
                    new Class<?>[] {beacon ? BroadcastProtocol.class : Protocol.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("send")) {
                            Delivery delivery = (Delivery) arguments[0];
                            if (cut && !beacon) {
                                delivery.failed(new ConnectException("cut"));
                                return null;
                            }
                            frames.add(delivery.frame());
                        } else if (method.getName().equals("broadcast")) {
                            frames.add((byte[]) arguments[0]);
                        }
                        return call(method, real, arguments);
                    });
        };
    }

    private static @Nullable Object call(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private List<Packet> packets() throws Exception {
        List<Packet> packets = new ArrayList<>();
        for (byte[] frame : frames) {
            packets.add(PacketCodec.decode(frame, 0, frame.length));
        }
        return packets;
    }

    @Test
    void membersSendEveryTypeButFlushAndWithWhatAnOriginalInsistsOn() throws Exception {
        Set<Long> types = new TreeSet<>();
        for (Packet packet : packets()) {
            types.add(packet.typeCode());
            assertThat(packet.sid()).isNotEmpty();
            assertThat(packet.hid()).isNotEmpty();
            assertThat(packet.has(Field.CHANNEL)).isTrue();
            assertThat(packet.protocols()).contains("c");
            if (packet.has(Field.FILTER)) {
                assertThat(packet.fieldAt(0)).isEqualTo(Field.FILTER);
            }
        }
        assertThat(types).containsExactlyInAnyOrderElementsOf(SENT);
    }

    @Test
    void theOriginalReadsInEachWhatWasMeantAndComplainsOfNone() throws Exception {
        String home = System.getProperty(CLUSTER_HOME, "");
        if (home.isEmpty()) {
            abort("SKIPPED: no original to decode with: give -D" + CLUSTER_HOME + "=<checkout of tcl-cluster>");
        }
        Path input = Files.createTempFile("frames", ".hex");
        Path output = Files.createTempFile("frames", ".tcl");
        Path errors = Files.createTempFile("frames", ".err");
        Files.write(input, frames.stream().map(HexFormat.of()::formatHex).toList());
        Process process = new ProcessBuilder("tclsh", script().toString(), home)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(errors).isEmptyFile();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        List<Packet> packets = packets();
        assertThat(lines).hasSameSizeAs(packets);
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = TclList.parse(lines.get(i));
            assertThat(words).as(packets.get(i).toString()).hasSize(2).startsWith("1");
            assertThat(TclList.parseDict(words.get(1))).isEqualTo(expected(packets.get(i)));
        }
        System.out.println("MEASURED " + lines.size() + " frames decoded by the original");
    }

    private static Path script() throws IOException {
        Path script = Files.createTempFile("decode-frames", ".tcl");
        try (var resource = CapturedPacketsTest.class.getResourceAsStream("/tcl/decode-frames.tcl")) {
            assertThat(resource).isNotNull();
            Files.write(script, resource.readAllBytes());
        }
        return script;
    }

    /** The dict as the script writes it. */
    private static Map<String, String> expected(Packet packet) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < packet.fieldCount(); i++) {
            Field field = packet.fieldAt(i);
            String value =
                    switch (field) {
                        case TYPE -> String.valueOf(packet.typeCode());
                        case CHANNEL -> String.valueOf(packet.channel());
                        case HID -> packet.hid();
                        case SID -> packet.sid();
                        case KNOWN -> String.valueOf(packet.known());
                        case TIMESTAMP -> String.valueOf(packet.timestamp());
                        case PROTOCOLS -> TclList.format(packet.protocols());
                        case RUID -> packet.ruid();
                        case OP -> packet.op();
                        case DATA -> packet.data();
                        case RAW -> rawAsHex(packet);
                        case TAGS -> TclList.format(packet.tags());
                        case KEEPALIVE -> packet.keepalive() ? "1" : "0";
                        case FILTER -> TclList.format(packet.filter());
                        case ERROR -> packet.error();
                        case HEADERS -> throw new AssertionError("an original would reject headers");
                    };
            fields.put(field.name().toLowerCase(Locale.ROOT), String.valueOf(value));
        }
        return fields;
    }

    private static String rawAsHex(Packet packet) {
        byte[] raw = packet.raw();
        return raw == null ? "" : HexFormat.of().formatHex(raw);
    }
}
