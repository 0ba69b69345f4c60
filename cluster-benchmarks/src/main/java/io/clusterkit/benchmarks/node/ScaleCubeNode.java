package io.clusterkit.benchmarks.node;

import io.scalecube.cluster.Cluster;
import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.Member;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.net.Address;
import io.scalecube.transport.netty.tcp.TcpTransportFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A member of ScaleCube over its TCP transport; the servers are the seeds. Events to all by its gossip. */
final class ScaleCubeNode implements Node {
    private static final String QUESTION = "question";
    private static final String EVENT = "event";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** It has no back pressure: so many messages may be on their way. */
    private static final int IN_FLIGHT = 1024;

    private final Cluster cluster;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private @Nullable Member other;

    private ScaleCubeNode(Cluster cluster) {
        this.cluster = cluster;
    }

    static ScaleCubeNode open(NodeSettings settings, Receiver receiver) {
        List<Address> seeds = new ArrayList<>();
        for (int port : settings.serverPorts()) {
            if (port != settings.ownPort()) {
                seeds.add(Address.create("127.0.0.1", port));
            }
        }
        return new ScaleCubeNode(new ClusterImpl()
                .config(config -> config.externalHost("127.0.0.1"))
                .transportFactory(TcpTransportFactory::new)
                .transport(config -> config.port(settings.ownPort()))
                .membership(config -> config.seedMembers(seeds).namespace(settings.cluster()))
                .handler(cluster -> new ClusterMessageHandler() {
                    @Override
                    public void onMessage(Message message) {
                        byte[] content = message.data();
                        if (QUESTION.equals(message.qualifier())) {
                            Message answer = Message.builder()
                                    .correlationId(message.correlationId())
                                    .data(receiver.asked(content))
                                    .build();
                            cluster.send(message.sender(), answer).subscribe();
                        } else if (EVENT.equals(message.qualifier())) {
                            receiver.told(content, 0);
                        }
                    }

                    @Override
                    public void onGossip(Message message) {
                        receiver.told(message.data(), 0);
                    }
                })
                .startAwait());
    }

    @Override
    public int others() {
        return cluster.otherMembers().size();
    }

    private Member other() {
        Member known = other;
        if (known == null) {
            known = cluster.otherMembers().iterator().next();
            other = known;
        }
        return known;
    }

    private Mono<Message> asking(Member member, byte[] content) {
        return cluster.requestResponse(
                member,
                Message.builder()
                        .qualifier(QUESTION)
                        .correlationId(java.util.UUID.randomUUID().toString())
                        .data(content)
                        .build());
    }

    @Override
    public byte[] ask(byte[] question) {
        Message answer = asking(other(), question).block(TIMEOUT);
        if (answer == null) {
            throw new IllegalStateException("no answer");
        }
        return answer.data();
    }

    @Override
    public int askAll(byte[] question) {
        Long answers = Flux.fromIterable(cluster.otherMembers())
                .flatMap(member -> asking(member, question))
                .count()
                .block(TIMEOUT);
        return answers == null ? 0 : answers.intValue();
    }

    @Override
    public void tell(byte[] event) throws InterruptedException {
        inFlight.acquire();
        cluster.send(other(), Message.builder().qualifier(EVENT).data(event).build())
                .doFinally(signal -> inFlight.release())
                .subscribe();
    }

    @Override
    public void tellAll(byte[] event) throws InterruptedException {
        inFlight.acquire();
        cluster.spreadGossip(Message.builder().qualifier(EVENT).data(event).build())
                .doFinally(signal -> inFlight.release())
                .subscribe();
    }

    @Override
    public void close() {
        cluster.shutdown();
        cluster.onShutdown().block(TIMEOUT);
    }
}
