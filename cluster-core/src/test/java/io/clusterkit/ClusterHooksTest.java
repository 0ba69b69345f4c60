package io.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.hook.HookScope;
import io.clusterkit.hook.Hooks;
import io.clusterkit.member.Member;
import io.clusterkit.member.TagEdit;
import io.clusterkit.packet.Field;
import io.clusterkit.packet.Packet;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.Query;
import io.clusterkit.query.QueryOutcome;
import io.clusterkit.query.QueryOutcome.Status;
import io.clusterkit.runtime.LogRecorder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Hooks between whole members. */
class ClusterHooksTest {
    private static final long SECRET = 7;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SteppedCluster net = new SteppedCluster(1);
    private final List<String> heard = new ArrayList<>();
    private final Cluster one = net.join(options -> options.tags("one").channels(SECRET));
    private final Cluster two = net.join(options -> options.tags("two")
            .channels(SECRET)
            .onQuery(query -> Payload.of("re: " + query.text()))
            .onEvent(event -> heard.add(event.text())));

    ClusterHooksTest() {
        net.advance(Duration.ofSeconds(3));
    }

    @Test
    void aSendHookChangesWhatTheOtherSideHears() {
        one.hook(HookPoint.SEND, HookScope.EVERYWHERE, 0, (packet, context) -> withData(packet, "[sent]"));
        two.hook(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> withData(packet, "[received]"));
        two.hook(HookPoint.EVENT, HookScope.EVERYWHERE, 0, (packet, context) -> withData(packet, "[event]"));

        one.event().to("two").data("hello").send().join();
        net.advance(Duration.ZERO);

        assertThat(heard).containsExactly("hello[sent][received][event]");
    }

    @Test
    void aSendHookThatCancelsEndsAQueryAtOnceWithTheReason() {
        one.hook(HookPoint.SEND, HookScope.EVERYWHERE, 0, (packet, context) -> {
            throw new CancelPacketException("not today");
        });

        for (Query query : List.of(
                one.query().to("two").data("x").ask(),
                one.query().to("two").data("x").broadcast().ask())) {
            assertThat(query.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.FAILED);
        }
    }

    @Test
    void aReceiveHookThatCancelsLetsTheAskerWaitInVain() {
        two.hook(HookPoint.RECEIVE, HookScope.EVERYWHERE, 0, (packet, context) -> {
            throw new CancelPacketException("no");
        });
        Query query =
                one.query().to("two").data("x").timeout(Duration.ofSeconds(5)).ask();
        net.advance(Duration.ofSeconds(5));

        assertThat(query.outcomes()).extracting(QueryOutcome::status).containsExactly(Status.TIMED_OUT);
        assertThat(two.counters()).containsEntry("hooks.cancelled", 1L);
    }

    @Test
    void aQueryHookChangesTheQuestionOrAnswersWithAnError() {
        Registration registration =
                two.hook(HookPoint.QUERY, HookScope.EVERYWHERE, 0, (packet, context) -> withData(packet, "!"));
        Query changed = one.query().to("two").data("x").ask();
        net.advance(Duration.ZERO);
        registration.close();
        two.hook(HookPoint.QUERY, HookScope.EVERYWHERE, 0, (packet, context) -> {
            throw new CancelPacketException("not for you");
        });
        Query refused = one.query().to("two").data("x").ask();
        net.advance(Duration.ZERO);

        assertThat(changed.outcomes()).extracting(QueryOutcome::text).containsExactly("re: x!");
        assertThat(refused.outcomes())
                .extracting(QueryOutcome::status, QueryOutcome::error)
                .containsExactly(tuple(Status.FAILED, "not for you"));
    }

    @Test
    void hooksOfTheBroadcastPointSeeHeartbeatsToo() {
        one.hook(
                HookPoint.BROADCAST,
                HookScope.EVERYWHERE,
                0,
                (packet, context) -> packet.has(Field.TAGS)
                        ? packet.toBuilder().tags(List.of("disguised")).build()
                        : packet);
        one.tags(TagEdit.edit().append("new"));
        net.advance(Duration.ofMillis(10));

        assertThat(two.resolve("disguised")).hasSize(1);
        assertThat(two.resolve("new")).isEmpty();
    }

    @Test
    void memberHooksAreToldBeforeListeners() {
        List<String> told = new ArrayList<>();
        one.hook(HookPoint.MEMBER_DISCOVERED, 0, (member, context) -> told.add("hook found " + member.tags()));
        one.hook(HookPoint.TAGS_CHANGED, 0, (member, context) -> told.add("hook tags " + member.tags()));
        one.hook(HookPoint.MEMBER_LOST, 0, (member, context) -> told.add("hook lost " + member.tags()));
        one.addListener(new ClusterListener() {
            @Override
            public void memberDiscovered(Member member) {
                told.add("listener found");
            }
        });
        Cluster three = net.join(options -> options.tags("three"));
        net.advance(Duration.ofSeconds(2));
        three.tags(TagEdit.edit().append("x"));
        net.advance(Duration.ofSeconds(2));
        three.close();
        net.advance(Duration.ZERO);

        assertThat(told)
                .containsExactly(
                        "hook found [three]", "listener found", "hook tags [three, x]", "hook lost [three, x]");
    }

    @Test
    void aBroadcastThatHooksMakeTooLargeGoesByStreams() {
        one.hook(
                HookPoint.SEND,
                HookScope.EVERYWHERE,
                0,
                (packet, context) -> packet.has(Field.DATA) ? withData(packet, "x".repeat(2000)) : packet);
        one.event().to("two").data("big").broadcast(true).send().join();
        Query query = one.query().to("two").data("big").broadcast().ask();
        net.advance(Duration.ZERO);

        assertThat(heard).singleElement().asString().hasSize(2003);
        assertThat(query.outcomes())
                .extracting(QueryOutcome::status, QueryOutcome::protocol)
                .containsExactly(tuple(Status.ANSWERED, "t"));
    }

    /** The example of the original's manual: one channel is encrypted, all others are in clear. */
    @Test
    void oneChannelIsEncryptedEndToEnd() {
        List<Packet> onTheWire = new ArrayList<>();
        SecretKeySpec key = new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "AES");
        encrypt(one, key);
        encrypt(two, key);
        two.hook(HookPoint.PROTOCOL_RECEIVE, HookScope.channels(SECRET, 0L), 0, (packet, context) -> {
            onTheWire.add(packet);
            return packet;
        });

        one.event().to("two").channel(SECRET).data("Grüße").send().join();
        one.event()
                .to("two")
                .channel(SECRET)
                .data("all of you")
                .broadcast(true)
                .send()
                .join();
        one.event().to("two").data("in clear").send().join();
        Query query = one.query().to("two").channel(SECRET).data("the code?").ask();
        net.advance(Duration.ZERO);

        assertThat(heard).containsExactlyInAnyOrder("Grüße", "all of you", "in clear");
        assertThat(query.outcomes()).extracting(QueryOutcome::text).containsExactly("re: the code?");
        assertThat(onTheWire.stream().filter(packet -> packet.channel() == SECRET))
                .hasSize(3)
                .allSatisfy(packet -> {
                    assertThat(packet.has(Field.DATA)).isFalse();
                    assertThat(new String(Payload.in(packet).asBytes(), StandardCharsets.ISO_8859_1))
                            .doesNotContain("you", "code");
                });
    }

    @Test
    void withAnotherKeyNothingIsUnderstoodAndNothingBreaks() {
        encrypt(one, new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "AES"));
        encrypt(two, new SecretKeySpec("another key, 16b".getBytes(StandardCharsets.UTF_8), "AES"));

        try (LogRecorder recorder = new LogRecorder(Hooks.class)) {
            one.event().to("two").channel(SECRET).data("secret").send().join();
            one.event().to("two").data("in clear").send().join();
            net.advance(Duration.ZERO);

            assertThat(recorder.messages()).singleElement().asString().contains("CHANNEL_RECEIVE");
        }
        assertThat(heard).containsExactly("in clear");
    }

    private static void encrypt(Cluster member, SecretKeySpec key) {
        SecureRandom random = new SecureRandom();
        HookScope channel = HookScope.channels(SECRET);
        member.hook(HookPoint.CHANNEL_SEND, channel, 0, (packet, context) -> {
            byte[] iv = new byte[IV_BYTES];
            random.nextBytes(iv);
            byte[] cipherText =
                    crypt(Cipher.ENCRYPT_MODE, key, iv, Payload.in(packet).asBytes());
            return packet.withPayload(Payload.of(ByteBuffer.allocate(iv.length + cipherText.length)
                    .put(iv)
                    .put(cipherText)
                    .array()));
        });
        member.hook(HookPoint.CHANNEL_RECEIVE, channel, 0, (packet, context) -> {
            ByteBuffer bytes = ByteBuffer.wrap(Payload.in(packet).asBytes());
            byte[] iv = new byte[IV_BYTES];
            bytes.get(iv);
            byte[] cipherText = new byte[bytes.remaining()];
            bytes.get(cipherText);
            byte[] text = crypt(Cipher.DECRYPT_MODE, key, iv, cipherText);
            return packet.withPayload(Payload.of(new String(text, StandardCharsets.UTF_8)));
        });
    }

    private static byte[] crypt(int mode, SecretKeySpec key, byte[] iv, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher.doFinal(bytes);
    }

    private static Packet withData(Packet packet, String added) {
        return packet.has(Field.DATA)
                ? packet.toBuilder().data(packet.data() + added).build()
                : packet;
    }
}
