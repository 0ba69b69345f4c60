package io.clusterkit.protocol.unix;

import io.clusterkit.protocol.stream.StreamOptions;
import java.nio.file.Path;

/**
 * How to use Unix sockets.
 *
 * @param path template of the socket's path: {@code dir/name.ext} becomes {@code dir/name-SID.ext}, so that members
 *     share it; its directory is made if missing, for this user only
 * @param stream the limits of connections
 */
public record UnixOptions(Path path, StreamOptions stream) {
    public UnixOptions {
        if (!path.isAbsolute() || path.getFileName() == null || path.getParent() == null) {
            throw new IllegalArgumentException(
                    "option path is " + path + ", allowed is an absolute path of a file in a directory");
        }
    }

    /** Sockets in a directory of this user's among the temporary files. */
    public static Path defaultPath() {
        String user = System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9_.-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "cluster-" + user, "member.sock")
                .toAbsolutePath();
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; they are checked when built. Not thread-safe. */
    public static final class Builder extends StreamOptions.Limits<Builder> {
        private Path path = defaultPath();

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** Template of the socket's path; default {@link #defaultPath()}. */
        public Builder path(Path value) {
            path = value.toAbsolutePath().normalize();
            return this;
        }

        public UnixOptions build() {
            return new UnixOptions(path, limits());
        }
    }
}
