package io.clusterkit.boot.handler;

import io.clusterkit.boot.ClusterHeader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/** What a parameter with {@link ClusterHeader} is given: one header, or all. Immutable. */
final class HeaderArgument {
    private final @Nullable String name;
    private final TypeDescriptor type;
    private final boolean optional;
    private final boolean required;
    private final @Nullable String defaultValue;
    private final HeaderConversions conversions;

    /**
     * Checks the parameter.
     *
     * @param type its type, type variables resolved
     * @throws InvalidClusterMethodException if no header can be given to it
     */
    HeaderArgument(
            ClusterMethod method,
            MethodParameter parameter,
            ResolvableType type,
            MergedAnnotation<ClusterHeader> annotation) {
        String given = method.resolve(annotation.getString("name"));
        String defaultText = annotation.getString("defaultValue");
        this.conversions = method.conversions();
        this.optional = type.toClass() == Optional.class;
        ResolvableType wanted = optional ? type.getGeneric() : type;
        this.type = new TypeDescriptor(wanted, null, parameter.getParameterAnnotations());
        this.name = given.isEmpty() && isMap(type) ? null : nameOf(method, parameter, given);
        this.defaultValue = defaultText.equals(ClusterHeader.NO_DEFAULT) ? null : method.resolve(defaultText);
        this.required = annotation.getBoolean("required") && !parameter.isOptional() && defaultValue == null;
        requireType(method, type);
    }

    private static boolean isMap(ResolvableType type) {
        return type.toClass() == Map.class;
    }

    private static String nameOf(ClusterMethod method, MethodParameter parameter, String given) {
        String name = given.isEmpty() ? parameter.getParameterName() : given;
        if (name == null) {
            throw method.invalid(
                    "its header of type " + ClassUtils.getShortName(parameter.getParameterType()) + " has no name",
                    "Name it, @ClusterHeader(\"…\"), or compile with -parameters.");
        }
        return name;
    }

    private void requireType(ClusterMethod method, ResolvableType declared) {
        if (name == null) {
            if (declared.getGeneric(0).resolve(String.class) != String.class
                    || declared.getGeneric(1).resolve(String.class) != String.class) {
                throw method.invalid("all headers can't be given as " + declared, "Take them as Map<String, String>.");
            }
        } else if (!conversions.canRead(type)) {
            throw method.invalid(
                    "its header \"" + name + "\" can't become " + type.getResolvableType(),
                    "Take it as String, or add a bean of type Converter<String, …> to the application.");
        } else if (type.isPrimitive() && !required && defaultValue == null) {
            throw method.invalid(
                    "its header \"" + name + "\" may be missing, and " + type.getName() + " can't be null",
                    "Give it a defaultValue, or use an Optional or a wrapper.");
        }
    }

    /** The argument by these headers. */
    @Nullable
    Object from(Map<String, String> headers) {
        if (name == null) {
            return headers;
        }
        String text = headers.getOrDefault(name, defaultValue);
        if (text == null) {
            if (required) {
                throw new InvalidHeaderException("header \"" + name + "\" is missing", null);
            }
            return optional ? Optional.empty() : null;
        }
        Object value;
        try {
            value = conversions.read(text, type);
        } catch (ConversionException malformed) {
            throw new InvalidHeaderException(
                    "header \"" + name + "\" is no "
                            + type.getObjectType().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                    malformed);
        }
        return optional ? Optional.ofNullable(value) : value;
    }
}
