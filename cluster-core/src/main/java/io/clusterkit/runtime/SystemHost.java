package io.clusterkit.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This host, as its interfaces show it. */
final class SystemHost implements Host {
    private static final Logger log = LoggerFactory.getLogger(SystemHost.class);

    /** The interface whose MAC address the original takes on Linux. */
    private static final String ORIGINALS_INTERFACE = "eth0";

    /** Interfaces come and go; an unknown address is looked for anew at most this often. */
    private static final long REFRESH_NANOS = 5_000_000_000L;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private static final Comparator<NetworkInterface> ORDER = new Order();

    static final SystemHost INSTANCE = new SystemHost(); // last: its constructor uses the constants above

    private final String hid = findHid();
    private volatile Set<String> addresses = Set.of();
    private volatile long refreshedAtNanos;

    private SystemHost() {
        refresh(System.nanoTime());
    }

    @Override
    public String hid() {
        return hid;
    }

    @Override
    public boolean isLocalAddress(String address) {
        if (addresses.contains(address) || address.startsWith("127.")) {
            return true;
        }
        long now = System.nanoTime();
        if (now - refreshedAtNanos > REFRESH_NANOS) {
            refresh(now);
            return addresses.contains(address);
        }
        return false;
    }

    private void refresh(long now) {
        Set<String> found = new HashSet<>(Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        for (NetworkInterface each : interfaces()) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                found.add(textOf(address));
            }
        }
        addresses = Set.copyOf(found);
        refreshedAtNanos = now;
    }

    private static String textOf(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /** The one that the original takes first, then in the order of their indexes. */
    private static List<NetworkInterface> interfaces() {
        try {
            // No stream: of each lambda the JVM would make a class, which takes 0.3 ms of its first join.
            List<NetworkInterface> all = Collections.list(NetworkInterface.getNetworkInterfaces());
            all.sort(ORDER);
            return all;
        } catch (SocketException none) {
            log.debug("this host shows no network interfaces", none);
            return List.of();
        }
    }

    private static String findHid() {
        for (NetworkInterface each : interfaces()) {
            byte[] mac = macOf(each);
            if (mac != null && mac.length > 0 && !each.isVirtual()) {
                return COLONS.formatHex(mac);
            }
        }
        return fromMachineId();
    }

    private static final class Order implements Comparator<NetworkInterface> {
        @Override
        public int compare(NetworkInterface one, NetworkInterface other) {
            return Integer.compare(place(one), place(other));
        }

        private static int place(NetworkInterface each) {
            return each.getName().equals(ORIGINALS_INTERFACE) ? -1 : each.getIndex();
        }
    }

    private static byte @Nullable [] macOf(NetworkInterface each) {
        try {
            return each.isLoopback() ? null : each.getHardwareAddress();
        } catch (SocketException gone) {
            log.debug("interface {} tells no hardware address", each.getName(), gone);
            return null;
        }
    }

    /** Without a network card: something that looks like a MAC address and is the same for all members on the host. */
    private static String fromMachineId() {
        String machine;
        try {
            machine = Files.readString(Path.of("/etc/machine-id")).strip();
        } catch (IOException none) {
            machine = "no machine id";
            log.debug("no machine id to make a host id of", none);
        }
        UUID hash = UUID.nameUUIDFromBytes(machine.getBytes(StandardCharsets.UTF_8));
        byte[] mac = new byte[6];
        for (int i = 0; i < mac.length; i++) {
            mac[i] = (byte) (hash.getLeastSignificantBits() >>> (8 * i));
        }
        mac[0] = (byte) ((mac[0] & 0xFC) | 0x02); // locally administered, unicast
        return COLONS.formatHex(mac);
    }
}
