package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Turns payloads into values and values into payloads: parameters and answers of handler methods, arguments and answers of
 * clients. Replaced by a bean of this type. Called from many threads.
 *
 * <p>A {@link Payload} is never converted, so none is asked for or given. The type comes from the method, never from
 * the wire.
 */
public interface PayloadConverter {
    /** Whether a payload can be read as this type. Asked at start. */
    boolean canRead(ResolvableType type);

    /** Whether a value of this type can become a payload. Asked at start. */
    boolean canWrite(ResolvableType type);

    /**
     * Reads a payload as a type for which {@link #canRead} is true.
     *
     * @return the value, or null if the payload stands for none
     * @throws InvalidPayloadException if the payload is not one of this type; its message is told to the asker of a query
     */
    @Nullable
    Object read(Payload payload, ResolvableType type);

    /** Makes a payload of a value of a type for which {@link #canWrite} is true. */
    Payload write(Object value, ResolvableType type);

    /** Text and bytes only. */
    static PayloadConverter textAndBytes() {
        return TextAndBytesConverter.INSTANCE;
    }
}
