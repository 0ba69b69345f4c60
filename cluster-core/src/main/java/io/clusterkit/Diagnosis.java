package io.clusterkit;

import io.clusterkit.protocol.Protocol;
import io.clusterkit.runtime.DropReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why members can't see each other, as far as one of them can tell: where it listens, whether it hears itself and
 * others there, and what it did not handle. Counts are since the {@link Cluster} was made.
 *
 * @param protocols one for each wanted protocol, best first; empty unless started
 * @param dropped how many packets were not handled, by the label of the {@link DropReason}; without those that are 0
 * @param undecodable how many times bytes came that are no packet
 * @param advice what to look at, in full sentences; empty if nothing is conspicuous
 */
public record Diagnosis(
        List<ProtocolDiagnosis> protocols, Map<String, Long> dropped, long undecodable, List<String> advice) {

    public Diagnosis {
        protocols = List.copyOf(protocols);
        dropped = Map.copyOf(dropped);
        advice = List.copyOf(advice);
    }

    /**
     * What one protocol found out.
     *
     * @param id its id
     * @param works whether it can send and be reached
     * @param detail where it listens, or why it does not work
     * @param findings what it found at each place it tried: for multicast, at each network interface
     * @param received packets that came by it, this member's own among them
     * @param fromOthers those of them that others sent
     * @param sent packets that went out by it
     */
    public record ProtocolDiagnosis(
            String id,
            boolean works,
            String detail,
            List<Protocol.Finding> findings,
            long received,
            long fromOthers,
            long sent) {
        public ProtocolDiagnosis {
            findings = List.copyOf(findings);
        }
    }

    static Diagnosis of(
            ClusterSettings settings,
            Map<String, Protocol.Condition> conditions,
            Map<String, List<Protocol.Finding>> findings,
            Map<String, Long> counters,
            int knownMembers) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            long count = count(counters, DropReason.PREFIX + reason.label());
            if (count > 0) {
                dropped.put(reason.label(), count);
            }
        }
        List<ProtocolDiagnosis> protocols = new ArrayList<>();
        conditions.forEach((id, condition) -> {
            long received = count(counters, "packets.in." + id);
            // Only multicast comes back to its sender.
            long own = id.equals(ClusterOptions.BEACON) ? dropped.getOrDefault(DropReason.OWN.label(), 0L) : 0;
            protocols.add(new ProtocolDiagnosis(
                    id,
                    condition.works(),
                    condition.detail(),
                    findings.getOrDefault(id, List.of()),
                    received,
                    Math.max(0, received - own),
                    count(counters, "packets.out." + id)));
        });
        long undecodable = counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("packets.undecodable."))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Diagnosis(
                protocols, dropped, undecodable, advice(settings, protocols, dropped, undecodable, knownMembers));
    }

    private static List<String> advice(
            ClusterSettings settings,
            List<ProtocolDiagnosis> protocols,
            Map<String, Long> dropped,
            long undecodable,
            int knownMembers) {
        List<String> advice = new ArrayList<>();
        String group = settings.address().getHostAddress() + " port " + settings.port();
        for (ProtocolDiagnosis protocol : protocols) {
            if (!protocol.works()) {
                advice.add("Protocol " + protocol.id() + " does not work: " + protocol.detail());
            } else if (protocol.id().equals(ClusterOptions.BEACON) && protocol.fromOthers() == 0 && knownMembers == 0) {
                advice.add("Nobody else was heard on " + group + ": no other member runs, or the others use another"
                        + " group, port, interface or name, or a firewall drops UDP"
                        + (settings.remote() == 0
                                ? ", or they are on other hosts, which 'remote' = 0 keeps out."
                                : "."));
            }
        }
        told(advice, dropped, DropReason.OTHER_HOST, " came from other hosts and were ignored because 'remote' is 0.");
        told(
                advice,
                dropped,
                DropReason.CHANNEL,
                " were on channels that this member is not on; it may have to join them.");
        told(
                advice,
                dropped,
                DropReason.QUEUE_FULL,
                " found a full queue: handlers or hooks are too slow for what comes in.");
        told(advice, dropped, DropReason.LOOP_FULL, " found the control loop full: too much comes in.");
        told(advice, dropped, DropReason.FAILURE, " could not be taken in; the log has the exceptions.");
        if (undecodable > 0) {
            advice.add(undecodable + " times bytes came that are no packet: another program uses " + group
                    + " or connects to this member, or a member of another version does.");
        }
        return advice;
    }

    private static void told(List<String> advice, Map<String, Long> dropped, DropReason reason, String text) {
        long count = dropped.getOrDefault(reason.label(), 0L);
        if (count > 0) {
            advice.add(count + " packets" + text);
        }
    }

    private static long count(Map<String, Long> counters, String name) {
        return counters.getOrDefault(name, 0L);
    }
}
