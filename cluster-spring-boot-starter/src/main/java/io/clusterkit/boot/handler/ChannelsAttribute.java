package io.clusterkit.boot.handler;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.MergedAnnotation;

/** The attribute {@code channels} of an annotation. */
final class ChannelsAttribute {
    private ChannelsAttribute() {}

    static Set<Long> of(MergedAnnotation<?> annotation, ClusterMethod method) {
        Set<Long> channels =
                Arrays.stream(annotation.getLongArray("channels")).boxed().collect(Collectors.toUnmodifiableSet());
        if (channels.stream().anyMatch(channel -> channel < 0)) {
            throw method.invalid("one of its channels is negative", "Name channels from 0 on.");
        }
        return channels;
    }
}
