package io.clusterkit.benchmarks.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.topic.ITopic;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A member of Hazelcast. Questions by topic: asked on one, answered on the asker's own. Questions by executor: a task
 * that runs on the member asked. Events by topic.
 */
final class HazelcastNode implements Node {
    private static final String QUESTIONS = "questions";
    private static final String EVENTS = "events";
    private static final String EXECUTOR = "asked";
    private static final int ID = 8;
    private static final int UUID_BYTES = 16;

    private final boolean byTopic;
    private final HazelcastInstance hazelcast;
    private final ITopic<byte[]> questions;
    private final ITopic<byte[]> events;
    private final IExecutorService executor;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private HazelcastNode(boolean byTopic, HazelcastInstance hazelcast) {
        this.byTopic = byTopic;
        this.hazelcast = hazelcast;
        this.questions = hazelcast.getTopic(QUESTIONS);
        this.events = hazelcast.getTopic(EVENTS);
        this.executor = hazelcast.getExecutorService(EXECUTOR);
    }

    static HazelcastNode open(boolean byTopic, NodeSettings settings, Receiver receiver) {
        System.setProperty("java.net.preferIPv4Stack", "true");
        Config config = new Config();
        config.setClusterName(settings.cluster());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.getNetworkConfig().setPort(settings.ownPort()).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig()
                .setEnabled(true)
                .setLoopbackModeEnabled(true)
                .setMulticastGroup(settings.group())
                .setMulticastPort(settings.port());
        HazelcastNode node = new HazelcastNode(byTopic, Hazelcast.newHazelcastInstance(config));
        node.listen(settings, receiver);
        return node;
    }

    private void listen(NodeSettings settings, Receiver receiver) {
        String self = hazelcast.getCluster().getLocalMember().getUuid().toString();
        if (settings.isServer()) {
            hazelcast.getUserContext().put(EXECUTOR, receiver);
            questions.addMessageListener(message -> {
                ByteBuffer frame = ByteBuffer.wrap(message.getMessageObject());
                long id = frame.getLong();
                UUID asker = new UUID(frame.getLong(), frame.getLong());
                byte[] content = new byte[frame.remaining()];
                frame.get(content);
                byte[] answer = receiver.asked(content);
                hazelcast
                        .<byte[]>getTopic(asker.toString())
                        .publishAsync(ByteBuffer.allocate(ID + answer.length)
                                .putLong(id)
                                .put(answer)
                                .array());
            });
            events.addMessageListener(message -> receiver.told(message.getMessageObject(), 0));
        } else {
            hazelcast.<byte[]>getTopic(self).addMessageListener(message -> {
                byte[] frame = message.getMessageObject();
                Waiting answer = waiting.get(ByteBuffer.wrap(frame).getLong());
                if (answer != null) {
                    answer.answered(Arrays.copyOfRange(frame, ID, frame.length));
                }
            });
        }
    }

    /** Waits for a number of answers; completes with the last. */
    private record Waiting(AtomicInteger missing, CompletableFuture<byte[]> last) {
        void answered(byte[] content) {
            if (missing.decrementAndGet() == 0) {
                last.complete(content);
            }
        }
    }

    /** Runs on the member asked. */
    private static final class Question implements Callable<byte[]>, Serializable, HazelcastInstanceAware {
        private static final long serialVersionUID = 1;

        private final byte[] content;
        private transient @Nullable HazelcastInstance here;

        Question(byte[] content) {
            this.content = content;
        }

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            here = instance;
        }

        @Override
        public byte[] call() {
            Object receiver = here == null ? null : here.getUserContext().get(EXECUTOR);
            if (receiver instanceof Receiver asked) {
                return asked.asked(content);
            }
            throw new IllegalStateException("the member asked takes no questions");
        }
    }

    @Override
    public int others() {
        return hazelcast.getCluster().getMembers().size() - 1;
    }

    private List<Member> otherMembers() {
        List<Member> others = new ArrayList<>(hazelcast.getCluster().getMembers());
        others.remove(hazelcast.getCluster().getLocalMember());
        return others;
    }

    @Override
    public byte[] ask(byte[] question) throws Exception {
        return byTopic
                ? askByTopic(question, 1)
                : executor.submitToMember(new Question(question), otherMembers().get(0))
                        .get();
    }

    private byte[] askByTopic(byte[] question, int answers) throws Exception {
        long id = ids.incrementAndGet();
        Waiting answer = new Waiting(new AtomicInteger(answers), new CompletableFuture<>());
        waiting.put(id, answer);
        UUID self = hazelcast.getCluster().getLocalMember().getUuid();
        questions.publish(ByteBuffer.allocate(ID + UUID_BYTES + question.length)
                .putLong(id)
                .putLong(self.getMostSignificantBits())
                .putLong(self.getLeastSignificantBits())
                .put(question)
                .array());
        try {
            return answer.last.get(30, TimeUnit.SECONDS);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public int askAll(byte[] question) throws Exception {
        int others = others();
        if (byTopic) {
            askByTopic(question, others);
            return others;
        }
        Map<Member, Future<byte[]>> answers = executor.submitToMembers(new Question(question), otherMembers());
        for (Future<byte[]> answer : answers.values()) {
            answer.get(30, TimeUnit.SECONDS);
        }
        return answers.size();
    }

    @Override
    public void tell(byte[] event) {
        events.publish(event);
    }

    @Override
    public void tellAll(byte[] event) {
        events.publish(event);
    }

    @Override
    public void close() {
        hazelcast.shutdown();
    }
}
