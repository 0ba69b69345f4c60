package io.clusterkit.protocol;

import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import io.clusterkit.member.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps how it ended. */
public class RecordingDelivery implements Delivery {
    private final Member target;
    private final byte[] frame;
    private final AtomicInteger reports = new AtomicInteger();
    private final CompletableFuture<Optional<Throwable>> outcome = new CompletableFuture<>();

    public RecordingDelivery(Member target, byte[] frame) {
        this.target = target;
        this.frame = frame;
    }

    /** A frame that is a line of text. */
    public static RecordingDelivery line(Member target, String line) {
        return new RecordingDelivery(target, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A member at loopback with these properties of one protocol. */
    public static Member member(String sid, String protocol, Map<String, String> props) {
        return new Member(
                new MemberId(sid, "02:00:00:00:00:01"),
                "127.0.0.1",
                true,
                MemberState.ALIVE,
                Tags.of(),
                List.of(protocol),
                Map.of(protocol, props),
                Instant.EPOCH);
    }

    @Override
    public Member target() {
        return target;
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public void sent() {
        reports.incrementAndGet();
        outcome.complete(Optional.empty());
    }

    @Override
    public void failed(Throwable cause) {
        reports.incrementAndGet();
        outcome.complete(Optional.of(cause));
    }

    /** How often it was told its end. */
    public int reports() {
        return reports.get();
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    public boolean isSent() {
        return outcome.isDone() && outcome.join().isEmpty();
    }

    public boolean isFailed() {
        return outcome.isDone() && outcome.join().isPresent();
    }

    /** Waits for its end, a while. */
    public RecordingDelivery awaitEnd() {
        try {
            outcome.get(30, TimeUnit.SECONDS);
            return this;
        } catch (InterruptedException | ExecutionException | TimeoutException missed) {
            throw new AssertionError("it has not ended", missed);
        }
    }

    /** Why it failed. */
    public Throwable cause() {
        return outcome.join().orElseThrow(() -> new AssertionError("it was sent"));
    }
}
