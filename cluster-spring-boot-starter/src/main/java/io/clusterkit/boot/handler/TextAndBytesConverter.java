package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import org.springframework.core.ResolvableType;

/** {@code String} and {@code byte[]}. */
enum TextAndBytesConverter implements PayloadConverter {
    INSTANCE;

    @Override
    public boolean canRead(ResolvableType type) {
        return isText(type) || isBytes(type);
    }

    @Override
    public boolean canWrite(ResolvableType type) {
        return canRead(type);
    }

    @Override
    public Object read(Payload payload, ResolvableType type) {
        return isText(type) ? payload.asText() : payload.asBytes();
    }

    @Override
    public Payload write(Object value, ResolvableType type) {
        return isText(type) ? Payload.of((String) value) : Payload.of((byte[]) value);
    }

    private static boolean isText(ResolvableType type) {
        return type.toClass() == String.class;
    }

    private static boolean isBytes(ResolvableType type) {
        return type.toClass() == byte[].class;
    }
}
