package io.clusterkit.protocol.multicast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of the option {@code interfaces}: a name, a pattern or a network. Immutable. */
final class InterfaceRule {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final String text;
    private final Pattern names;
    private final byte @Nullable [] network;
    private final int prefixBits;

    private InterfaceRule(String text, Pattern names, byte @Nullable [] network, int prefixBits) {
        this.text = text;
        this.names = names;
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** @throws IllegalArgumentException if it is none of the three */
    static InterfaceRule parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            if (text.isBlank()) {
                throw refused(text, "a name, a pattern such as eth* or a network such as 10.1.0.0/16");
            }
            return new InterfaceRule(text, pattern(text), null, 0);
        }
        byte[] network = address(text, text.substring(0, slash));
        int most = network.length * 8;
        int bits = bits(text, text.substring(slash + 1), most);
        return new InterfaceRule(text, pattern(text), network, bits);
    }

    /** Whether an interface of this name and with these addresses is meant. */
    boolean matches(String name, List<InetAddress> addresses) {
        byte[] wanted = network;
        return wanted == null
                ? names.matcher(name).matches()
                : addresses.stream().anyMatch(address -> isWithin(address.getAddress(), wanted));
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean isWithin(byte[] address, byte[] wanted) {
        if (address.length != wanted.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Pattern pattern(String text) {
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex);
    }

    /** Numbers only: a name must never be looked up. */
    private static byte[] address(String text, String address) {
        boolean numeric = IPV6.matcher(address).matches()
                || (IPV4.matcher(address).matches()
                        && List.of(address.split("\\.")).stream().allMatch(part -> Integer.parseInt(part) <= 255));
        if (numeric) {
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException malformed) {
                // said below
            }
        }
        throw refused(text, "a network written with numbers, such as 10.1.0.0/16 or fd00::/8");
    }

    private static int bits(String text, String bits, int most) {
        try {
            int value = Integer.parseInt(bits);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw refused(text, "a prefix length of 0 to " + most);
    }

    private static IllegalArgumentException refused(String text, String allowed) {
        return new IllegalArgumentException("option interfaces has '" + text + "', allowed is " + allowed);
    }
}
