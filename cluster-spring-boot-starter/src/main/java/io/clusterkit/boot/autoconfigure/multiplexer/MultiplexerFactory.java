package io.clusterkit.boot.autoconfigure.multiplexer;

import io.clusterkit.boot.autoconfigure.InvalidClusterPropertyException;
import io.clusterkit.multiplexer.Multiplexer;
import io.clusterkit.multiplexer.MultiplexerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/** Makes a multiplexer of properties, and says which property is meant when something is refused. */
final class MultiplexerFactory {
    private static final MultiplexerProperties DEFAULTS = new MultiplexerProperties();

    /** Names that need no brackets in the name of a property. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9-]*");

    /** How the core begins what it says of a bad option. */
    private static final Pattern OPTION = Pattern.compile("^options? (\\w+)");

    /** What the core finds when it starts: options that do not go together. */
    private static final Map<String, Setting> FOUND_AT_START = Map.of(
            "slowClientPatience", new Setting("slow-client-patience", MultiplexerProperties::getSlowClientPatience),
            "clientBufferBytes", new Setting("client-buffer-size", MultiplexerProperties::getClientBufferSize),
            "unixSocket", new Setting("unix-socket", MultiplexerProperties::getUnixSocket));

    private final String prefix;
    private final MultiplexerProperties properties;
    private final MultiplexerBuilder builder = Multiplexer.builder();

    /**
     * Reads the properties.
     *
     * @throws InvalidClusterPropertyException if a property's value is refused
     */
    MultiplexerFactory(
            String name, MultiplexerProperties properties, FilterBeans filters, @Nullable SslBundles sslBundles) {
        this.prefix = PLAIN_NAME.matcher(name).matches()
                ? "cluster.multiplexers." + name
                : "cluster.multiplexers[" + name + "]";
        this.properties = properties;
        builder.name(name);
        apply(sslBundles);
        filters.addTo(builder, name);
    }

    /**
     * Opens it.
     *
     * @throws InvalidClusterPropertyException if properties don't go together, or it can't listen there
     */
    Multiplexer start() {
        try {
            return builder.start();
        } catch (IllegalArgumentException refused) {
            Matcher option = OPTION.matcher(String.valueOf(refused.getMessage()));
            Setting setting = option.find() ? FOUND_AT_START.get(option.group(1)) : null;
            if (setting == null) {
                throw refused;
            }
            throw invalid(setting, refused);
        } catch (IOException failure) {
            throw cannotListen(failure);
        }
    }

    private void apply(@Nullable SslBundles sslBundles) {
        set("port", MultiplexerProperties::getPort, builder::port);
        set("address", MultiplexerProperties::getAddress, builder::bindAddress);
        set("unix-socket", MultiplexerProperties::getUnixSocket, builder::unixSocket);
        set("send-to-origin", MultiplexerProperties::isSendToOrigin, builder::sendToOrigin);
        set("log-level", MultiplexerProperties::getLogLevel, builder::logLevel);
        set("max-clients", MultiplexerProperties::getMaxClients, builder::maxClients);
        set("max-clients-per-address", MultiplexerProperties::getMaxClientsPerAddress, builder::maxClientsPerAddress);
        if (properties.getConnectsPerAddress() != null) {
            set(
                    "connects-per-address",
                    MultiplexerProperties::getConnectsPerAddress,
                    connects -> builder.connectRatePerAddress(connects, DEFAULTS.getConnectPeriod()));
            int connects = properties.getConnectsPerAddress();
            set(
                    "connect-period",
                    MultiplexerProperties::getConnectPeriod,
                    period -> builder.connectRatePerAddress(connects, period));
        }
        set(
                "client-buffer-size",
                MultiplexerProperties::getClientBufferSize,
                size -> builder.clientBufferBytes(bytes(size)));
        set("slow-client-policy", MultiplexerProperties::getSlowClientPolicy, builder::slowClientPolicy);
        set("slow-client-patience", MultiplexerProperties::getSlowClientPatience, builder::slowClientPatience);
        set("idle-timeout", MultiplexerProperties::getIdleTimeout, builder::idleTimeout);
        set("half-closed-timeout", MultiplexerProperties::getHalfClosedTimeout, builder::halfClosedTimeout);
        set("handshake-timeout", MultiplexerProperties::getHandshakeTimeout, builder::handshakeTimeout);
        Setting bundle = new Setting("ssl-bundle", MultiplexerProperties::getSslBundle);
        String bundleName = properties.getSslBundle();
        if (bundleName != null) {
            try {
                if (sslBundles == null) {
                    throw new IllegalStateException("there are no SSL bundles");
                }
                builder.sslEngines(new BundleEngines(sslBundles, bundleName, properties.getSslClientAuth()));
            } catch (RuntimeException unusable) {
                throw new InvalidClusterPropertyException(
                        property(bundle),
                        bundleName,
                        property(bundle) + " must name an SSL bundle that can be used: " + unusable.getMessage(),
                        "Correct the bundle below 'spring.ssl.bundle', or change '" + property(bundle) + "'.",
                        unusable);
            }
        }
    }

    private <T> void set(String name, Getter<T> getter, Consumer<T> option) {
        T value = getter.from(properties);
        if (value == null) {
            return;
        }
        try {
            option.accept(value);
        } catch (IllegalArgumentException refused) {
            throw invalid(new Setting(name, getter), refused);
        }
    }

    private InvalidClusterPropertyException invalid(Setting setting, IllegalArgumentException refused) {
        Object byDefault = setting.getter.from(DEFAULTS);
        String property = property(setting);
        // The core names its option first; a user of the starter knows it by the property.
        String reason = OPTION.matcher(String.valueOf(refused.getMessage())).replaceFirst(property);
        String removed = byDefault == null ? "remove it" : "remove it to use the default, " + byDefault;
        return new InvalidClusterPropertyException(
                property,
                setting.getter.from(properties),
                reason,
                "Change '" + property + "', or " + removed + ".",
                refused);
    }

    private InvalidClusterPropertyException cannotListen(IOException failure) {
        Setting setting;
        String remedy;
        if (properties.getUnixSocket() != null) {
            setting = new Setting("unix-socket", MultiplexerProperties::getUnixSocket);
            remedy = "Change '" + property(setting) + "', or stop what uses it.";
        } else if (properties.getAddress() != null && !isOfThisHost(properties.getAddress())) {
            setting = new Setting("address", MultiplexerProperties::getAddress);
            remedy = "Change '" + property(setting) + "' to an address of this host, or remove it to listen on all.";
        } else {
            setting = new Setting("port", MultiplexerProperties::getPort);
            remedy = "Change '" + property(setting) + "', set it to 0 for a free port, or stop what uses it.";
        }
        return new InvalidClusterPropertyException(
                property(setting),
                setting.getter.from(properties),
                "the multiplexer can't listen there: " + failure.getMessage(),
                remedy,
                failure);
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private String property(Setting setting) {
        return prefix + "." + setting.name;
    }

    /** What an int can't hold is beyond all limits of the core. */
    private static int bytes(DataSize size) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
    }

    /** A property of a multiplexer. */
    private record Setting(String name, Getter<?> getter) {}

    @FunctionalInterface
    private interface Getter<T> {
        @Nullable
        T from(MultiplexerProperties properties);
    }
}
