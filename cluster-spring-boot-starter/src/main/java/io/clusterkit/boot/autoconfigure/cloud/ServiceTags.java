package io.clusterkit.boot.autoconfigure.cloud;

import io.clusterkit.member.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service instance as a member's tags, which members of the original understand and may have, too:
 *
 * <pre>
 * service=orders service.port=8080 service.host=10.0.0.7 service.secure=true service.meta.zone=a
 * </pre>
 *
 * <p>Name and port make an instance; the others are left out where the default holds.
 *
 * @param name the service
 * @param host by which it is reached, or null for the member's address
 * @param port by which it is reached, from 1 to 65535
 * @param secure whether it speaks HTTPS
 * @param metadata what else is told
 */
record ServiceTags(String name, @Nullable String host, int port, boolean secure, Map<String, String> metadata) {
    private static final String NAME = "service=";
    private static final String HOST = "service.host=";
    private static final String PORT = "service.port=";
    private static final String SECURE = "service.secure=";
    private static final String META = "service.meta.";
    private static final List<String> PREFIXES = List.of(NAME, HOST, PORT, SECURE, META);

    /** The tag that all instances of a service have. */
    static String tagOf(String service) {
        return NAME + service;
    }

    /** The service whose instance has these tags; null if they are nobody's. */
    static @Nullable String serviceOf(Tags tags) {
        for (String tag : tags) {
            if (tag.startsWith(NAME)) {
                return tag.substring(NAME.length());
            }
        }
        return null;
    }

    /** The instance that has these tags; null if they are nobody's, or have no port that can be one. */
    static @Nullable ServiceTags read(Tags tags) {
        String name = serviceOf(tags);
        if (name == null) {
            return null;
        }
        String host = null;
        int port = 0;
        boolean secure = false;
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String tag : tags) {
            if (tag.startsWith(HOST)) {
                host = tag.substring(HOST.length());
            } else if (tag.startsWith(PORT)) {
                port = portOf(tag.substring(PORT.length()));
            } else if (tag.startsWith(SECURE)) {
                secure = Boolean.parseBoolean(tag.substring(SECURE.length()));
            } else if (tag.startsWith(META)) {
                int equals = tag.indexOf('=');
                if (equals > 0) {
                    metadata.put(tag.substring(META.length(), equals), tag.substring(equals + 1));
                }
            }
        }
        return port == 0 ? null : new ServiceTags(name, host, port, secure, metadata);
    }

    /** Whether the tag is one of an instance. */
    static boolean isOne(String tag) {
        return PREFIXES.stream().anyMatch(tag::startsWith);
    }

    List<String> write() {
        List<String> tags = new ArrayList<>();
        tags.add(tagOf(name));
        tags.add(PORT + port);
        if (host != null) {
            tags.add(HOST + host);
        }
        if (secure) {
            tags.add(SECURE + true);
        }
        metadata.forEach((key, value) -> tags.add(META + key + "=" + value));
        return tags;
    }

    /** Anybody may have announced it: 0 for what is no port. */
    private static int portOf(String text) {
        try {
            int port = Integer.parseInt(text);
            return port < 1 || port > 65_535 ? 0 : port;
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }
}
