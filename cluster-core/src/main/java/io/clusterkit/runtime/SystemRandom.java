package io.clusterkit.runtime;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random numbers of the system's own generator, which nobody can guess. Read from its file where there is one: {@link
 * SecureRandom} gives the same, but loads its providers first, which took a tenth of the first join of a JVM.
 * Thread-safe.
 */
final class SystemRandom implements RandomGenerator {
    private static final Logger log = LoggerFactory.getLogger(SystemRandom.class);

    private static final String FILE = "/dev/urandom";

    private final byte[] bytes = new byte[256]; // guarded by this, as all that follows
    private int used = bytes.length;
    private @Nullable InputStream source;
    private @Nullable SecureRandom fallback;

    SystemRandom() {
        this(FILE);
    }

    /** As the other one, with the generator's file. */
    SystemRandom(String file) {
        try {
            source = new FileInputStream(file); // open for as long as the JVM lives, as SecureRandom's is
        } catch (IOException none) {
            fallBack(none);
        }
    }

    @Override
    public synchronized long nextLong() {
        if (used == bytes.length) {
            fill();
            used = 0;
        }
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (bytes[used] & 0xFF);
            bytes[used++] = 0; // told once
        }
        return value;
    }

    private void fill() {
        InputStream open = source;
        if (open != null) {
            try {
                if (open.readNBytes(bytes, 0, bytes.length) == bytes.length) {
                    return;
                }
                fallBack(new IOException("it has an end"));
            } catch (IOException broken) {
                fallBack(broken);
            }
        }
        SecureRandom slower = fallback;
        if (slower != null) {
            slower.nextBytes(bytes);
        }
    }

    private void fallBack(IOException why) {
        log.debug("random numbers come from SecureRandom", why);
        source = null;
        fallback = new SecureRandom();
    }
}
