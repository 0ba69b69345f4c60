package io.clusterkit.sample;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** Where the build puts what it makes; profiles have folders of their own. */
final class BuildFolder {
    private BuildFolder() {}

    static Path file(String name) {
        URI testClasses = URI.create(
                Objects.requireNonNull(BuildFolder.class.getResource("/")).toString());
        return Path.of(testClasses).resolveSibling(name);
    }
}
