package io.clusterkit.namespaces;

import io.clusterkit.Cluster;
import io.clusterkit.ClusterListener;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Payload;
import io.clusterkit.query.QueryOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** One member as a process, driven by lines: started by {@link MemberProcess}. */
final class MemberMain {
    private MemberMain() {}

    /** Arguments: group, port, remote, tag, directory of Unix sockets. */
    public static void main(String[] args) throws Exception {
        String tag = args[3];
        try (Cluster cluster = Cluster.join(options -> options.address(args[0])
                .port(Integer.parseInt(args[1]))
                .remote(Integer.parseInt(args[2]))
                .tags(tag)
                .unixPath(Path.of(args[4], "m.sock"))
                .heartbeat(Duration.ofMillis(200))
                .onQuery(query -> Payload.of(tag + " got " + query.text()))
                .onEvent(event -> say("EVENT " + event.text()))
                .listener(new ClusterListener() {
                    @Override
                    public void memberDiscovered(Member member) {
                        say("FOUND " + String.join(",", member.tags().asList()) + " " + member.address() + " "
                                + member.local() + " " + member.hid());
                    }
                }))) {
            say("READY " + cluster.id().hid());
            obey(cluster);
        }
    }

    private static void obey(Cluster cluster) throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "query" -> {
                    for (QueryOutcome outcome : cluster.query()
                            .to(words[1].equals("*") ? new String[0] : new String[] {words[1]})
                            .data(words[2])
                            .timeout(Duration.ofSeconds(30))
                            .ask()
                            .await()
                            .outcomes()) {
                        say("ANSWER " + outcome.status() + " " + outcome.protocol() + " " + outcome.text());
                    }
                }
                case "event" ->
                    say("SENT "
                            + cluster.event()
                                    .to(words[1])
                                    .data(words[2])
                                    .send()
                                    .join()
                                    .isAllSent());
                case "broadcast" ->
                    say("SENT "
                            + cluster.event()
                                    .data(words[1])
                                    .broadcast(true)
                                    .send()
                                    .join()
                                    .isAllSent());
                case "members" -> say("MEMBERS " + cluster.knownMembers());
                case "count" -> say("COUNT " + cluster.counters().getOrDefault(words[1], 0L));
                case "condition" ->
                    say("CONDITION " + cluster.protocolConditions().get(words[1]));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
