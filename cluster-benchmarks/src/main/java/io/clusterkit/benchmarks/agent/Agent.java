package io.clusterkit.benchmarks.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.logging.LogFactory;
import org.slf4j.LoggerFactory;

/**
 * What runs in a child JVM: takes commands by lines, answers each by one line, {@code OK} and figures or {@code FAIL} and
 * why. Ends when its parent closes the stream.
 */
public final class Agent {
    private Agent() {}

    /** Serves commands until there are no more. */
    public static void main(String[] arguments) throws IOException {
        PrintStream replies = System.out;
        System.setOut(System.err); // whatever a system prints is not a reply
        // An application has set up its logging long before it joins anything; so it is here, for all systems.
        LoggerFactory.getLogger(Agent.class).debug("begins");
        LogFactory.getLog(Agent.class).debug("begins"); // what Spring logs by
        Nodes nodes = new Nodes();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            replies.println(reply(nodes, line));
            replies.flush();
        }
        System.exit(0); // not all systems end all their threads
    }

    private static String reply(Nodes nodes, String line) {
        try {
            Map<String, Double> figures = run(nodes, Command.of(line));
            return new TreeMap<>(figures)
                    .entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining(" ", "OK ", ""));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "FAIL interrupted";
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace();
            return "FAIL " + String.valueOf(failure).replace('\n', ' ');
        }
    }

    private static Map<String, Double> run(Nodes nodes, Command command) throws Exception {
        return switch (command.name()) {
            case "open" -> nodes.open(command);
            case "await" -> nodes.await(command);
            case "close" -> nodes.close();
            case "rtt" -> new RoundTrips(nodes.only()).oneCaller(command);
            case "callers" -> new RoundTrips(nodes.only()).manyCallers(command);
            case "askall" -> new RoundTrips(nodes.only()).scatterGather(command);
            case "stages" -> new QueryStages(nodes.only()).measure(command);
            case "events" -> new Events(nodes).send(command);
            case "drained" -> new Events(nodes).drained(command);
            case "reset" -> new Events(nodes).reset();
            case "seen" -> nodes.seen(command);
            case "join" -> nodes.join(command);
            case "heap" -> Map.of("heapBytes", (double) JvmState.usedHeap());
            case "state" -> JvmState.now();
            default -> throw new IllegalArgumentException("there is no command " + command.name());
        };
    }
}
