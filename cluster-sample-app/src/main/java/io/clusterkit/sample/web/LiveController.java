package io.clusterkit.sample.web;

import io.clusterkit.Cluster;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.MemberState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code GET /stream}, server-sent events for the page: {@code members}, a full picture whenever one comes or goes, and
 * every few seconds; {@code heard}, an event that came; with {@code ?chat=true}, what {@link ChatController} tells.
 *
 * <p>Written on the scheduler's one thread: a slow browser may delay other browsers, never the cluster.
 */
@RestController
@ConditionalOnWebApplication
class LiveController {
    private final Cluster cluster;
    private final ChatController chat;
    private final ThreadPoolTaskScheduler scheduler;
    private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();
    private final Map<MemberId, Instant> since = new ConcurrentHashMap<>();
    private volatile boolean closed;

    LiveController(Cluster cluster, ChatController chat, ThreadPoolTaskScheduler scheduler) {
        this.cluster = cluster;
        this.chat = chat;
        this.scheduler = scheduler;
    }

    /** All that is known of the cluster at one moment. */
    record Picture(Instant now, Self self, List<Other> members) {}

    /** The member that serves the page. */
    record Self(String uuid, String sid, List<String> tags, List<String> protocols) {}

    /**
     * Another member.
     *
     * @param protocol by which it is reached, unless that fails
     * @param since when it was found
     */
    record Other(
            String uuid,
            String sid,
            String address,
            boolean local,
            MemberState state,
            List<String> tags,
            @Nullable String protocol,
            Instant since,
            Instant lastSeen) {}

    @GetMapping("/stream")
    SseEmitter stream(@RequestParam(name = "chat", defaultValue = "false") boolean chats, HttpServletRequest request) {
        Browser browser = new Browser();
        browser.onCompletion(() -> browsers.remove(browser));
        browsers.add(browser);
        browser.send("members", picture());
        if (chats) {
            chat.enter(browser, request.getRemoteAddr());
        }
        if (closed) {
            browser.complete();
        }
        return browser;
    }

    @ClusterHook(point = HookPoint.MEMBER_DISCOVERED)
    void found(Member member) {
        since.put(member.id(), Instant.now());
        tellMembers();
    }

    @ClusterHook(point = HookPoint.TAGS_CHANGED)
    void changed() {
        tellMembers();
    }

    @ClusterHook(point = HookPoint.MEMBER_LOST)
    void lost(Member member) {
        since.remove(member.id());
        tellMembers();
    }

    /** So that the page shows when each was last heard, and that browsers that are gone are noticed. */
    @Scheduled(fixedDelayString = "PT5S")
    void refresh() {
        if (!browsers.isEmpty()) {
            tell("members", picture());
        }
    }

    /** Tells the browsers of an event. */
    void tell(EventFeed.Heard heard) {
        later(() -> tell("heard", heard));
    }

    /** Before the web server waits for open requests to end. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        browsers.forEach(Browser::complete);
    }

    private void tellMembers() {
        later(() -> tell("members", picture()));
    }

    private void later(Runnable task) {
        if (!closed && !browsers.isEmpty()) {
            scheduler.execute(task);
        }
    }

    private void tell(String name, Object data) {
        browsers.forEach(browser -> browser.send(name, data));
    }

    private Picture picture() {
        Instant now = Instant.now();
        Self self =
                new Self(cluster.id().uuid(), cluster.id().sid(), cluster.tags().asList(), cluster.protocols());
        List<Other> others = cluster.members().stream()
                .map(member -> new Other(
                        member.uuid(),
                        member.sid(),
                        member.address(),
                        member.local(),
                        member.state(),
                        member.tags().asList(),
                        usualProtocol(member),
                        since.getOrDefault(member.id(), now),
                        member.lastSeen()))
                .toList();
        return new Picture(now, self, others);
    }

    /** What it likes best of what both have; Unix sockets ({@code u}) do not leave the host. */
    private @Nullable String usualProtocol(Member member) {
        return member.protocols().stream()
                .filter(protocol -> cluster.protocols().contains(protocol))
                .filter(protocol -> member.local() || !protocol.equals("u"))
                .findFirst()
                .orElse(null);
    }
}
