package io.clusterkit.protocol.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.clusterkit.TestNetwork;
import io.clusterkit.protocol.FakeContext;
import io.clusterkit.protocol.OpenSockets;
import io.clusterkit.protocol.Origin;
import io.clusterkit.protocol.RecordingDelivery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MulticastProtocolTest {
    /** The kinds of groups that are not heard here on the interface that is tried first. */
    private static final Set<Class<?>> FALLING_BACK = ConcurrentHashMap.newKeySet();

    private final Random random = new Random();
    private final int port = TestNetwork.freePort();
    private final InetAddress group = group();
    private final FakeContext contextA = new FakeContext("aaaaaaaa");
    private final FakeContext contextB = new FakeContext("bbbbbbbb");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(InterfaceKeeper.class);
    private MulticastProtocol a = new MulticastProtocol(options().build());
    private MulticastProtocol b = new MulticastProtocol(options().build());

    /** Spring Integration depends on it, and core leaves it out: what uses it would fail in the other tests here. */
    @Test
    void reactorIsNotThere() {
        assertThatThrownBy(() -> Class.forName("reactor.core.CoreSubscriber"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    private MulticastOptions.Builder options() {
        return MulticastOptions.builder().group(group).port(port);
    }

    private InetAddress group() {
        return address("239." + (1 + random.nextInt(200)) + "." + random.nextInt(256) + "." + random.nextInt(256));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void closeAll() {
        logger.detachAppender(logged);
        a.close();
        b.close();
        contextA.close();
        contextB.close();
    }

    private void openBoth() {
        a.open(contextA);
        b.open(contextB);
        settle(group, a, b);
        Assumptions.assumeTrue(
                a.condition().works(),
                () -> "no multicast here: " + a.condition().detail());
    }

    /** One that did not hear itself in time, on a busy machine, uses another interface, and soon tries again. */
    private static void settle(InetAddress group, MulticastProtocol... protocols) {
        if (FALLING_BACK.contains(group.getClass())) {
            return;
        }
        try {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> Arrays.stream(protocols).allMatch(MulticastProtocolTest::usesTheFirst));
        } catch (ConditionTimeoutException never) {
            FALLING_BACK.add(group.getClass());
        }
    }

    /** Those that were tried in vain are named before it. */
    private static boolean usesTheFirst(MulticastProtocol protocol) {
        return protocol.condition().works() && !protocol.condition().detail().contains("; ");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> texts(FakeContext context) {
        return context.datagrams().stream()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    void allHearABroadcastTheSenderTooInTheOrderSent() {
        openBoth();
        List<String> texts =
                IntStream.range(0, 200).mapToObj(i -> "datagram " + i).toList();
        texts.forEach(text -> assertThat(a.broadcast(ascii(text))).isTrue());

        await().untilAsserted(() -> assertThat(texts(contextA)).isEqualTo(texts));
        await().untilAsserted(() -> assertThat(texts(contextB)).isEqualTo(texts));
        Origin origin = contextB.receivers().get(0).origin();
        assertThat(contextB.receivers()).hasSize(1);
        assertThat(origin.protocol()).isEqualTo("c");
        assertThat(origin.isLocal()).isTrue();
        assertThat(contextB.isLocalAddress(origin.address())).isTrue();
        assertThat(contextA.count("multicast.datagrams.sent")).isEqualTo(200);
        assertThat(contextB.count("multicast.datagrams.received")).isEqualTo(200);
    }

    @Test
    void aDeliveryIsMulticastAndReported() {
        openBoth();
        RecordingDelivery delivery =
                RecordingDelivery.line(RecordingDelivery.member("bbbbbbbb", "c", Map.of()), "hello");
        a.send(delivery);

        assertThat(delivery.isSent()).isTrue();
        assertThat(delivery.reports()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("hello\n"));
    }

    @Test
    void aFrameThatIsTooLargeIsRefused() {
        openBoth();
        assertThat(a.maxFrameBytes()).isEqualTo(1200);
        assertThat(a.broadcast(new byte[1201])).isFalse();
        RecordingDelivery delivery =
                new RecordingDelivery(RecordingDelivery.member("bbbbbbbb", "c", Map.of()), new byte[1201]);
        a.send(delivery);

        assertThat(delivery.cause()).hasMessage("a frame of 1201 bytes, maxDatagramBytes is 1200");
        assertThat(contextA.count("multicast.datagrams.oversize")).isEqualTo(2);
        assertThat(a.broadcast(new byte[1200])).isTrue();
        await().until(() -> contextB.datagrams().size() == 1);
    }

    @Test
    void theLargestDatagramThatIpAllowsArrivesWhole() {
        a = new MulticastProtocol(
                options().maxDatagramBytes(MulticastOptions.DATAGRAM_LIMIT).build());
        openBoth();
        byte[] frame = new byte[MulticastOptions.DATAGRAM_LIMIT];
        random.nextBytes(frame);
        assertThat(a.broadcast(frame)).isTrue();
        await().until(() -> contextB.datagrams().size() == 1);
        assertThat(contextB.datagrams().get(0)).isEqualTo(frame);
    }

    @Test
    void aDatagramThatAsksForAnAcknowledgementGetsNone() throws IOException {
        openBoth();
        try (DatagramSocket asker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String request =
                    "ip_ackTo=127.0.0.1:" + asker.getLocalPort() + ";id=01234567-89ab-cdef-0123-456789abcdef;payload";
            assertThat(a.broadcast(ascii(request))).isTrue();
            await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly(request));
            asker.setSoTimeout(300);
            assertThatThrownBy(() -> asker.receive(new DatagramPacket(new byte[100], 100)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void beaconsOfOthersAreCountedAndGoNoFurther() {
        openBoth();
        contextA.datagrams().forEach(bytes -> assertThat(bytes).isEmpty());
        long before = contextB.count("multicast.beacons.foreign");
        assertThat(a.broadcast(Beacon.draw(random).bytes())).isTrue();
        assertThat(a.broadcast(ascii("behind"))).isTrue();

        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("behind"));
        assertThat(contextB.count("multicast.beacons.foreign")).isGreaterThan(before);
    }

    @Test
    void beaconsCanNotBeTakenForPackets() {
        for (int i = 0; i < 1000; i++) {
            byte[] beacon = Beacon.draw(random).bytes();
            assertThat(beacon).doesNotContain(0xC0).doesNotContain(0x8D).hasSizeLessThan(64);
            assertThat(new String(beacon, StandardCharsets.US_ASCII)).startsWith("cluster-beacon ");
        }
    }

    @Test
    void whatTakesTheDatagramsMayFail() {
        openBoth();
        contextB.onBytes(() -> {
            throw new StackOverflowError("a decoder's fault");
        });
        assertThat(a.broadcast(ascii("first"))).isTrue();
        await().until(() -> contextB.count("multicast.datagrams.receiver-failed") == 1);
        contextB.onBytes(() -> {});
        assertThat(a.broadcast(ascii("second"))).isTrue();
        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("first", "second"));
    }

    @Test
    void unicastToTheSharedPortIsNotTaken() throws IOException {
        openBoth();
        try (DatagramSocket sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(ascii("unicast"), 7, InetAddress.getLoopbackAddress(), port));
        }
        assertThat(a.broadcast(ascii("multicast"))).isTrue();
        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("multicast"));
        assertThat(texts(contextA)).doesNotContain("unicast");
    }

    @Test
    void whatIsSentToAnotherGroupIsNotHeard() {
        InetAddress other = group();
        b = new MulticastProtocol(options().group(other).build());
        openBoth();
        assertThat(b.broadcast(ascii("elsewhere"))).isTrue();
        assertThat(a.broadcast(ascii("here"))).isTrue();

        await().untilAsserted(() -> assertThat(texts(contextA)).containsExactly("here"));
        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("elsewhere"));
    }

    @Test
    void loopbackWorksAlthoughItSaysThatItDoesNot() throws IOException {
        String loopback =
                NetworkInterface.getByInetAddress(address("127.0.0.1")).getName();
        MulticastOptions onLoopback = options().interfaces(List.of(loopback)).build();
        a = new MulticastProtocol(onLoopback);
        b = new MulticastProtocol(onLoopback);
        openBoth();
        assertThat(a.condition().detail())
                .isEqualTo(group.getHostAddress() + " port " + port + ": " + loopback + " joined, own beacon heard");
        assertThat(a.broadcast(ascii("hello"))).isTrue();
        await().untilAsserted(() -> assertThat(texts(contextB)).containsExactly("hello"));
        assertThat(contextB.receivers().get(0).origin().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void interfacesAreTriedInTheOrderOfTheOptions() throws IOException {
        String loopback =
                NetworkInterface.getByInetAddress(address("127.0.0.1")).getName();
        a = new MulticastProtocol(
                options().interfaces(List.of("nonesuch*", "127.0.0.0/8", "*")).build());
        a.open(contextA);
        Assumptions.assumeTrue(a.condition().works(), "no multicast on loopback");
        await().untilAsserted(() ->
                assertThat(a.condition().detail()).endsWith(": " + loopback + " joined, own beacon heard"));
    }

    @Test
    void anIpv6GroupWorksToo() {
        for (String scope : List.of("ff15", "ff12")) {
            InetAddress group6 = address(scope + "::" + Integer.toHexString(1 + random.nextInt(0xfffe)));
            MulticastOptions ipv6 = options().group(group6).build();
            try (FakeContext context = new FakeContext("cccccccc");
                    MulticastProtocol one = new MulticastProtocol(ipv6);
                    MulticastProtocol other = new MulticastProtocol(ipv6)) {
                one.open(contextA);
                other.open(context);
                settle(group6, one, other);
                Assumptions.assumeTrue(
                        one.condition().works(),
                        () -> "no IPv6 multicast here: " + one.condition().detail());
                assertThat(one.broadcast(ascii(scope))).isTrue();
                await().untilAsserted(() -> assertThat(texts(context)).containsExactly(scope));
            }
        }
    }

    @Test
    void withoutAnInterfaceThatWorksItOpensWarnsOnceAndSaysWhy() {
        a = new MulticastProtocol(options().interfaces(List.of("nonesuch0")).build());
        a.open(contextA);
        a.refresh();
        a.heartbeat();

        assertThat(a.condition().works()).isFalse();
        assertThat(a.condition().detail()).endsWith(": nonesuch0 none is up and has an address of the group's kind");
        assertThat(a.broadcast(ascii("hello"))).isFalse();
        RecordingDelivery delivery =
                RecordingDelivery.line(RecordingDelivery.member("bbbbbbbb", "c", Map.of()), "hello");
        a.send(delivery);
        assertThat(delivery.cause()).hasMessageStartingWith("no interface works: ");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(1)
                .allMatch(message -> message.contains("nonesuch0"));
    }

    @Test
    void aReceiverThatDiedIsReplaced() {
        openBoth();
        long chosen = contextA.count("multicast.interfaces.chosen");
        int audienceOfA = contextA.audienceChanges();
        int audienceOfB = contextB.audienceChanges();
        a.receiverForTests().close();
        await().until(() -> contextA.count("multicast.interfaces.chosen") > chosen);
        await().untilAsserted(() -> {
            assertThat(b.broadcast(ascii("hello"))).isTrue();
            assertThat(texts(contextA)).contains("hello");
        });
        assertThat(a.broadcast(ascii("answer"))).isTrue();
        await().untilAsserted(() -> assertThat(contextA.audienceChanges())
                .as("who could not hear it before is told all")
                .isGreaterThan(audienceOfA));
        assertThat(contextB.audienceChanges()).isEqualTo(audienceOfB);
    }

    @Test
    void ofThoseThatOpenAtTheSameTimeOneLooksForItsBeaconAndTheOthersTakeItsAnswer() {
        openBoth();
        await().until(this::openTwoAtTheSameTime);
    }

    /** Whether that was at the same time: an answer counts for a second. */
    private boolean openTwoAtTheSameTime() {
        MulticastOptions place = options().group(group()).build();
        try (FakeContext first = new FakeContext("cccccccc");
                FakeContext second = new FakeContext("dddddddd");
                MulticastProtocol one = new MulticastProtocol(place);
                MulticastProtocol other = new MulticastProtocol(place)) {
            long began = System.nanoTime();
            one.open(first);
            other.open(second);
            one.broadcast(ascii("behind what beacons there were"));
            await().until(() -> first.datagrams().size() == 1);
            long foreign = first.count("multicast.beacons.foreign");
            boolean inTime = System.nanoTime() - began < 1_000_000_000;
            if (inTime) {
                assertThat(foreign).isZero();
                assertThat(other.condition().works()).isTrue();
            }
            return inTime;
        }
    }

    @Test
    void aHeartbeatRightAfterACheckDoesNotLookAgain() {
        a = new MulticastProtocol(options().build(), Duration.ofHours(1));
        openBoth();
        long tasks = contextA.tasksGiven();
        a.heartbeat();
        assertThat(contextA.tasksGiven()).isEqualTo(tasks);
    }

    @Test
    void theHeartbeatKeepsWhatWorks() {
        a = new MulticastProtocol(options().build(), Duration.ZERO);
        openBoth();
        long foreign = contextB.count("multicast.beacons.foreign");
        long chosen = contextA.count("multicast.interfaces.chosen");
        a.heartbeat();
        await().until(() -> contextB.count("multicast.beacons.foreign") > foreign);
        await().until(() -> contextA.busyThreads() == 1);
        assertThat(contextA.count("multicast.interfaces.chosen")).isEqualTo(chosen);
    }

    @Test
    void itHearsWhatAPlainSocketSendsAndIsHeardByIt() throws IOException {
        openBoth();
        NetworkInterface used = NetworkInterface.getByName(
                a.condition().detail().replaceAll(".*: (\\S+) joined, own beacon heard.*", "$1"));
        try (MulticastSocket plain = new MulticastSocket(port)) {
            plain.setNetworkInterface(used);
            plain.setTimeToLive(0);
            plain.joinGroup(new InetSocketAddress(group, 0), used);
            plain.send(new DatagramPacket(ascii("plain"), 5, group, port));
            await().untilAsserted(() -> assertThat(texts(contextA)).containsExactly("plain"));
            assertThat(a.broadcast(ascii("ours"))).isTrue();
            plain.setSoTimeout(30_000);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            do { // its own, and perhaps beacons
                packet.setLength(100);
                plain.receive(packet);
            } while (!new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII).equals("ours"));
        }
    }

    @Test
    void aHundredOpeningsAndClosingsLeaveNoThreadAndNoSocket() throws IOException {
        long before = OpenSockets.canBeCounted() ? OpenSockets.count() : 0;
        for (int i = 0; i < 100; i++) {
            try (FakeContext context = new FakeContext("cccccccc");
                    MulticastProtocol protocol = new MulticastProtocol(options().build())) {
                protocol.open(context);
                protocol.broadcast(ascii("hello"));
            }
        }
        Assumptions.assumeTrue(OpenSockets.canBeCounted(), "sockets can't be counted here");
        await().untilAsserted(() -> assertThat(OpenSockets.count()).isLessThanOrEqualTo(before));
    }
}
