package io.clusterkit.sample.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code to}: words that each meant member has. */
final class Words {
    private Words() {}

    /** Without blank ones. None at all mean all other members. */
    static String[] of(@Nullable List<@Nullable String> to) {
        if (to == null) {
            return new String[0];
        }
        return to.stream()
                .filter(word -> word != null && !word.isBlank())
                .map(word -> word.strip())
                .toArray(String[]::new);
    }
}
