package io.clusterkit.boot.client;

import io.clusterkit.boot.ClusterHeader;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.StringValueResolver;

/** A method of a client's interface as it is written, for those who check it. Immutable. */
final class ClientSignature {
    private final Class<?> client;
    private final Method method;
    private final StringValueResolver placeholders;

    ClientSignature(Class<?> client, Method method, StringValueResolver placeholders) {
        this.client = client;
        this.method = method;
        this.placeholders = placeholders;
    }

    /** The types of its parameters, type variables resolved for the interface. */
    List<ResolvableType> parameterTypes() {
        return Stream.of(method.getGenericParameterTypes()).map(this::resolved).toList();
    }

    /** Its return type, type variables resolved for the interface. */
    ResolvableType returnType() {
        return resolved(method.getGenericReturnType());
    }

    private ResolvableType resolved(Type type) {
        return ResolvableType.forType(GenericTypeResolver.resolveType(type, client));
    }

    MergedAnnotation<ClusterHeader> header(int parameter) {
        return MergedAnnotations.from(method.getParameters()[parameter]).get(ClusterHeader.class);
    }

    /** The type of a header's value, with what annotations of the parameter say of its form. */
    TypeDescriptor headerType(int parameter, ResolvableType type) {
        return new TypeDescriptor(type, null, method.getParameters()[parameter].getAnnotations());
    }

    /** Whether null may be given. */
    boolean isOptional(int parameter) {
        return new MethodParameter(method, parameter).isOptional();
    }

    String parameterName(int index) {
        return method.getParameters()[index].getName();
    }

    /** A text of an annotation with its placeholders replaced. */
    String text(String attribute, String value) {
        try {
            String text = placeholders.resolveStringValue(value);
            return text == null ? "" : text.trim();
        } catch (IllegalArgumentException unknown) {
            throw invalid(
                    attribute + " is \"" + value + "\": " + unknown.getMessage(),
                    "Set the property, or give a default: ${name:default}.");
        }
    }

    /** Texts of an annotation with their placeholders replaced. */
    String[] texts(String attribute, String[] values) {
        List<String> texts = new ArrayList<>(values.length);
        for (String value : values) {
            String text = text(attribute, value);
            if (text.isEmpty()) {
                throw invalid(
                        attribute + " has an empty text" + (value.isEmpty() ? "" : ", from \"" + value + "\""),
                        "Remove it, or set the property.");
            }
            texts.add(text);
        }
        return texts.toArray(String[]::new);
    }

    /**
     * What is wrong with it.
     *
     * @param reason without a full stop
     * @param remedy full sentences
     */
    InvalidClusterClientException invalid(String reason, String remedy) {
        return new InvalidClusterClientException(client, method, reason, remedy);
    }

    /** Interface and method, for messages. */
    @Override
    public String toString() {
        return client.getSimpleName() + "." + method.getName();
    }
}
