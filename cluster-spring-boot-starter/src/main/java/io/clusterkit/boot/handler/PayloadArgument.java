package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * What the parameter for the payload is given.
 *
 * @param type as which it is read
 * @param optional whether the parameter is an {@code Optional} of that
 * @param required whether there must be a value
 */
record PayloadArgument(PayloadConverter converter, ResolvableType type, boolean optional, boolean required) {
    /** The argument for this parameter, or null if the payload can't be read as its type. */
    static @Nullable PayloadArgument of(PayloadConverter converter, ResolvableType declared, boolean mayBeNull) {
        boolean optional = declared.toClass() == Optional.class;
        ResolvableType type = optional ? declared.getGeneric() : declared;
        return type.toClass() == Payload.class || converter.canRead(type)
                ? new PayloadArgument(converter, type, optional, !optional && !mayBeNull)
                : null;
    }

    @Nullable
    Object from(Payload payload) {
        if (optional && isEmpty(payload)) {
            return Optional.empty();
        }
        Object value = type.toClass() == Payload.class ? payload : converter.read(payload, type);
        if (value == null && required) {
            throw new InvalidPayloadException(type, "there is none", null);
        }
        return optional ? Optional.ofNullable(value) : value;
    }

    private static boolean isEmpty(Payload payload) {
        return payload.isText() ? payload.asText().isEmpty() : payload.asBytes().length == 0;
    }
}
