package io.clusterkit;

import io.clusterkit.codec.PacketCodec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Checks values as they are given. A message names the option, what is allowed and the value. */
final class OptionChecks {
    /** Keeps sums of times far from where nanoseconds overflow. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private OptionChecks() {}

    static int inRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be from " + least + " to " + most + " but is " + value);
        }
        return value;
    }

    /** At least this, and at most a year. */
    static Duration atLeast(String option, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(option + " must be at least " + least + " but is " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(option + " must be at most " + LONGEST + " but is " + value);
        }
        return value;
    }

    /**
     * A channel that can be used. Originals lose the beginning of some numbers; a packet on such a channel would be lost
     * on them, and any other channel does as well.
     */
    static long channel(String option, long channel) {
        if (channel < 0) {
            throw new IllegalArgumentException(option + " must not be negative but one is " + channel);
        }
        if (PacketCodec.misreadByOriginals(channel)) {
            throw new IllegalArgumentException(option + " must not be 18112 + n * 16384, which members of tcl-cluster"
                    + " misread, but one is " + channel + "; take the next one");
        }
        return channel;
    }

    static List<String> protocolIds(String... ids) {
        for (String id : ids) {
            protocolId(id);
        }
        return List.copyOf(new LinkedHashSet<>(List.of(ids)));
    }

    /** Each of these is a protocol that the member is to have. */
    static void areAmong(List<String> wanted, String option, Collection<String> ids) {
        for (String id : ids) {
            if (!wanted.contains(id)) {
                throw new IllegalArgumentException(
                        option + " must be among the protocols " + wanted + " but one is " + id);
            }
        }
    }

    static void protocolId(String id) {
        if (id.isEmpty() || !id.chars().allMatch(Character::isLetterOrDigit)) {
            throw new IllegalArgumentException("protocols must be letters and digits but one is \"" + id + "\"");
        }
    }

    /** A multicast address written as such: a name would be looked up in the network. */
    static InetAddress group(String address) {
        InetAddress parsed;
        try {
            parsed = address.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.%]*") ? InetAddress.getByName(address) : null;
        } catch (UnknownHostException notAnAddress) {
            parsed = null;
        }
        if (parsed == null || !parsed.isMulticastAddress()) {
            throw new IllegalArgumentException("address must be a multicast address, 224.0.0.0 to 239.255.255.255"
                    + " or ff00::/8, but is \"" + address + "\"");
        }
        return parsed;
    }

    /** Says in front of a message which protocol's option is meant: ports are many. */
    static IllegalArgumentException named(String protocol, IllegalArgumentException refused) {
        return new IllegalArgumentException(protocol + ": " + refused.getMessage(), refused);
    }
}
