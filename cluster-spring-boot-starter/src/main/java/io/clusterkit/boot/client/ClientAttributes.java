package io.clusterkit.boot.client;

import io.clusterkit.boot.client.ClusterOperations.QuerySpec;
import io.clusterkit.codec.PacketCodec;
import io.clusterkit.registry.Resolver;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;

/** What the annotations of a method and of its interface say. Immutable. */
final class ClientAttributes {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    private final ClientSignature signature;
    private final @Nullable String name;
    private final @Nullable Resolver resolver;
    private final @Nullable Duration timeout;
    private final @Nullable Long channel;
    private final String[] protocols;
    private final boolean broadcast;

    ClientAttributes(
            ClientSignature signature, MergedAnnotation<ClusterClient> forAll, MergedAnnotation<ClusterQuery> query) {
        this.signature = signature;
        this.name = name(query);
        this.resolver = namesMembers(query) ? resolver(query) : namesMembers(forAll) ? resolver(forAll) : null;
        this.timeout = timeout(first("timeout", query, forAll));
        this.channel = channel(first("channel", query, forAll));
        this.protocols =
                signature.texts("protocols", first("protocols", query, forAll).getStringArray("protocols"));
        this.broadcast = query.getBoolean("broadcast") || (forAll.isPresent() && forAll.getBoolean("broadcast"));
    }

    /** The query's name, or null if it has none. */
    @Nullable
    String name() {
        return name;
    }

    /** A query that is as the annotations say. */
    QuerySpec query(ClusterOperations operations) {
        QuerySpec query = name == null ? operations.query() : operations.query(name);
        if (resolver != null) {
            query.to(resolver);
        }
        if (timeout != null) {
            query.timeout(timeout);
        }
        if (channel != null) {
            query.channel(channel);
        }
        if (protocols.length > 0) {
            query.protocols(protocols.clone());
        }
        if (broadcast) {
            query.broadcast();
        }
        return query;
    }

    /** The method's annotation if it says something of this, else the interface's. */
    private static MergedAnnotation<?> first(
            String attribute, MergedAnnotation<ClusterQuery> query, MergedAnnotation<ClusterClient> forAll) {
        return forAll.isPresent() && query.hasDefaultValue(attribute) ? forAll : query;
    }

    private static boolean namesMembers(MergedAnnotation<?> annotation) {
        return annotation.isPresent()
                && Stream.of("to", "some", "not").anyMatch(each -> annotation.getStringArray(each).length > 0);
    }

    private @Nullable String name(MergedAnnotation<ClusterQuery> query) {
        String written = query.getString("name");
        String text = signature.text("name", written);
        if (text.isEmpty() && !written.isEmpty()) {
            throw signature.invalid(
                    "the query's name is blank" + (written.isBlank() ? "" : ", from \"" + written + "\""),
                    "Give it a name, or use @ClusterQuery without one to ask queries without a name.");
        }
        return text.isEmpty() ? null : text;
    }

    private Resolver resolver(MergedAnnotation<?> annotation) {
        WordMatch match = annotation.getEnum("match", WordMatch.class);
        String[] to = words(annotation, "to", match);
        String[] some = words(annotation, "some", match);
        String[] not = words(annotation, "not", match);
        Resolver meant =
                switch (match) {
                    case EQUAL -> Resolver.all();
                    case GLOB -> Resolver.all().match();
                    case REGEXP -> Resolver.all().regexp();
                };
        meant = to.length > 0 ? meant.has(to) : meant;
        meant = some.length > 0 ? meant.some(some) : meant;
        return not.length > 0 ? meant.not(not) : meant;
    }

    private String[] words(MergedAnnotation<?> annotation, String attribute, WordMatch match) {
        String[] words = signature.texts(attribute, annotation.getStringArray(attribute));
        if (match == WordMatch.REGEXP) {
            for (String word : words) {
                try {
                    Pattern.compile(word);
                } catch (PatternSyntaxException wrong) {
                    throw signature.invalid(
                            attribute + " has \"" + word + "\", which is no regular expression: "
                                    + wrong.getDescription(),
                            "Correct it, or use another match.");
                }
            }
        }
        return words;
    }

    private @Nullable Duration timeout(MergedAnnotation<?> annotation) {
        String text = signature.text("timeout", annotation.getString("timeout"));
        if (text.isEmpty()) {
            return null;
        }
        Duration duration;
        try {
            duration = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException wrong) {
            throw signature.invalid(
                    "timeout is \"" + text + "\", which is no duration", "Write it as 500ms, 2s or PT2S.");
        }
        if (duration.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw signature.invalid("timeout is \"" + text + "\", which is less than 1 ms", "Make it at least 1ms.");
        }
        return duration;
    }

    private @Nullable Long channel(MergedAnnotation<?> annotation) {
        long channel = annotation.getLong("channel");
        if (PacketCodec.misreadByOriginals(channel)) {
            throw signature.invalid(
                    "channel is " + channel + ", which members of tcl-cluster misread", "Take the next one.");
        }
        return channel < 0 ? null : channel;
    }
}
