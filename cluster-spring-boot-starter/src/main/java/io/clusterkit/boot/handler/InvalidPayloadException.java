package io.clusterkit.boot.handler;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A payload is not what was wanted. Its message may be told to whoever sent it: it names the wanted type without its package,
 * and nothing of what is inside.
 */
public final class InvalidPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A payload that can't be read.
     *
     * @param wanted the type as which it was read
     * @param reason what is wrong with it, without a full stop
     */
    public InvalidPayloadException(ResolvableType wanted, String reason, @Nullable Throwable cause) {
        super("the payload can't be read as " + nameOf(wanted) + ": " + reason, cause);
    }

    /** As it is written in code, without packages: {@code List<Quote>}. */
    private static String nameOf(ResolvableType type) {
        if (type.isArray()) {
            return nameOf(type.getComponentType()) + "[]";
        }
        String name = ClassUtils.getShortName(type.toClass());
        String simple = name.substring(name.lastIndexOf('.') + 1);
        if (!type.hasGenerics() || type.hasUnresolvableGenerics()) {
            return simple;
        }
        return Arrays.stream(type.getGenerics())
                .map(InvalidPayloadException::nameOf)
                .collect(Collectors.joining(", ", simple + "<", ">"));
    }
}
