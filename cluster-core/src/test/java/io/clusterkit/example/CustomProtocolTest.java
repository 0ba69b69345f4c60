package io.clusterkit.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clusterkit.Cluster;
import io.clusterkit.TestNetwork;
import io.clusterkit.packet.Payload;
import io.clusterkit.protocol.Delivery;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.Protocol;
import io.clusterkit.protocol.ProtocolContext;
import io.clusterkit.protocol.Receiver;
import io.clusterkit.query.QueryOutcome;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of docs/custom-protocols.md, as it stands there, at work. */
class CustomProtocolTest {
    private static final Path SOURCE = Path.of("src/test/java/io/clusterkit/example/CustomProtocolTest.java");
    private static final Path DOC = Path.of("../docs/custom-protocols.md");

    private final TestNetwork network = TestNetwork.random();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Path root;

    CustomProtocolTest(@TempDir Path root) {
        this.root = root;
    }

    private Cluster join(String tag) {
        return Cluster.join(options -> options.address(network.group())
                .port(network.port())
                .tags(tag)
                .protocols("f", "c")
                .protocol("f", () -> new FileProtocol(root))
                .onQuery(query -> Payload.of(tag + " got " + query.text()))
                .onEvent(event -> heard.add(event.text())));
    }

    @Test
    void twoMembersAskAndTellEachOtherOverFiles() throws Exception {
        try (Cluster one = join("one");
                Cluster two = join("two")) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> one.resolve("two").size() + two.resolve("one").size() == 2);
            assertThat(one.members().get(0).protocols()).containsExactly("f", "c");

            for (Cluster asker : List.of(one, two)) {
                QueryOutcome outcome =
                        asker.query().data("x").ask().await().outcomes().get(0);
                assertThat(outcome.protocol()).isEqualTo("f");
                assertThat(outcome.text()).endsWith("got x");
            }

            List<String> numbers =
                    IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
            numbers.forEach(
                    number -> assertThat(one.event().data(number).send().join().isAllSent())
                            .isTrue());
            await().pollInterval(Duration.ofMillis(5)).until(() -> heard.size() == 100);
            assertThat(heard).isEqualTo(numbers);
            assertThat(one.counters()).containsEntry("packets.out.f", 102L);
        }
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aMemberWhoseDirectoryIsGoneIsReachedByTheNextProtocol() throws Exception {
        try (Cluster one = join("one");
                Cluster two = join("two")) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> one.resolve("two").size() + two.resolve("one").size() == 2);
            Files.delete(root.resolve(two.id().sid()));

            QueryOutcome outcome =
                    one.query().data("x").ask().await().outcomes().get(0);

            assertThat(outcome.text()).isEqualTo("two got x");
            assertThat(one.counters()).containsEntry("fallbacks", 1L);
        }
    }

    @Test
    void theDocumentShowsThisVeryCode() throws IOException {
        String source = Files.readString(SOURCE);
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOC));
        List<String> shown = blocks.results().map(block -> block.group(1)).toList();
        assertThat(shown).isNotEmpty();
        Function<String, String> dense = code -> code.replaceAll("\\s+", " ").strip();
        assertThat(shown.get(0)).contains("class FileProtocol");
        assertThat(source).contains(shown.get(0));
        assertThat(shown).allSatisfy(code -> assertThat(dense.apply(source)).contains(dense.apply(code)));
    }
}

/** Protocol {@code f}: each member has a directory, and a frame for it is a file that is moved into it. */
final class FileProtocol implements Protocol {
    private final Path root;
    private final AtomicLong lastFile = new AtomicLong();
    private volatile String box = "";
    private volatile AutoCloseable end = () -> {}; // also closed if it could not be opened

    FileProtocol(Path root) {
        this.root = root;
    }

    @Override
    public String id() {
        return "f";
    }

    @Override
    public void open(ProtocolContext context) throws IOException {
        Path inbox = Files.createDirectory(root.resolve(context.self().sid()));
        WatchService arrivals = root.getFileSystem().newWatchService();
        inbox.register(arrivals, StandardWatchEventKinds.ENTRY_CREATE);
        box = inbox.getFileName().toString();
        end = () -> {
            arrivals.close(); // ends the reading thread
            clear(inbox);
        };
        Receiver receiver = context.receiver(new FilesOrigin());
        context.io().execute(() -> read(inbox, arrivals, receiver));
    }

    @Override
    public Map<String, String> props() {
        return Map.of("box", box);
    }

    @Override
    public boolean isLocalOnly() {
        return true; // the directory is on this host
    }

    @Override
    public void send(Delivery delivery) {
        try {
            String announced = delivery.target().props(id()).getOrDefault("box", "");
            Path inbox = root.resolve(announced).normalize();
            if (!root.equals(inbox.getParent())) { // what others announce is not to be trusted
                throw new IOException("no box of " + delivery.target().uuid());
            }
            String name = "%s-%016d".formatted(box, lastFile.incrementAndGet());
            Path draft = Files.write(root.resolve(name), delivery.frame());
            try {
                Files.move(draft, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException | RuntimeException failure) {
            delivery.failed(failure); // nothing has left: the next protocol may try
            return;
        }
        delivery.sent();
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (Exception alreadyGone) {
            // there is nothing left to free
        }
    }

    private static void read(Path inbox, WatchService arrivals, Receiver receiver) {
        try {
            for (WatchKey key = arrivals.take(); inbox.equals(key.watchable()); key = arrivals.take()) {
                key.pollEvents();
                key.reset(); // before looking, so that what comes meanwhile is told again
                for (Path file : filesIn(inbox)) {
                    byte[] frame = Files.readAllBytes(file);
                    Files.delete(file);
                    receiver.datagram(frame, 0, frame.length);
                }
            }
        } catch (ClosedWatchServiceException | IOException | InterruptedException closed) {
            // the member leaves
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList(); // the order of sending
        }
    }

    private static void clear(Path directory) throws IOException {
        for (Path file : filesIn(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private record FilesOrigin() implements Origin {
        @Override
        public String protocol() {
            return "f";
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean isLocal() {
            return true;
        }
    }
}
