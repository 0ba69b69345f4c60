package io.clusterkit.boot.handler;

import io.clusterkit.packet.Payload;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ConcurrentReferenceHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.type.TypeFactory;

/**
 * JSON for all types but {@code String} and {@code byte[]}, which are taken and given as they are. An empty payload and
 * JSON's {@code null} stand for no value.
 *
 * <p>No class is named by the wire: the mapper's default typing is off here, whatever the application uses it for, and types
 * that ask for class names by {@code @JsonTypeInfo} are refused, as are values of type {@code Class}. Subtypes by names that
 * the application gave them work. Thread-safe.
 */
public final class JacksonPayloadConverter implements PayloadConverter {
    private static final int DEEPEST_TYPE = 32;

    /** Of the place of an error; names in it are the sender's. */
    private static final int LONGEST_PATH = 200;

    private final JsonMapper mapper;
    private final Map<ResolvableType, ObjectReader> readers = new ConcurrentReferenceHashMap<>();
    private final Map<ResolvableType, ObjectWriter> writers = new ConcurrentReferenceHashMap<>();

    /**
     * A converter that reads and writes as this mapper is configured to, but for class names.
     *
     * @param mapper stays as it is
     */
    public JacksonPayloadConverter(JsonMapper mapper) {
        SimpleModule noClasses = new SimpleModule("cluster-no-classes").addDeserializer(Class.class, new NoClass());
        this.mapper = mapper.rebuild()
                .deactivateDefaultTyping()
                .polymorphicTypeValidator(new NoClassNames())
                .addModule(noClasses)
                .build();
    }

    @Override
    public boolean canRead(ResolvableType type) {
        if (TextAndBytesConverter.INSTANCE.canRead(type)) {
            return true;
        }
        if (!isValue(type) || type.toClass() == Class.class) {
            return false;
        }
        try {
            ValueDeserializer<?> deserializer =
                    mapper._deserializationContext().findRootValueDeserializer(javaType(type, 0));
            // That of an interface or abstract class without named subtypes: there is nothing to make of JSON.
            return !(deserializer instanceof AbstractDeserializer)
                    && !(isJdks(type) && deserializer instanceof BeanDeserializerBase);
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    @Override
    public boolean canWrite(ResolvableType type) {
        if (TextAndBytesConverter.INSTANCE.canWrite(type)) {
            return true;
        }
        if (!isValue(type)) {
            return false;
        }
        try {
            ValueSerializer<?> serializer = mapper._serializationContext().findRootValueSerializer(javaType(type, 0));
            return !isJdks(type)
                    || !(serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer);
        } catch (JacksonException | IllegalArgumentException unwritable) {
            return false;
        }
    }

    /** Whether it is a class of the JDK: those that are data Jackson knows, and others, as Thread, are none though they have setters. */
    private static boolean isJdks(ResolvableType type) {
        Class<?> raw = type.toClass();
        return !raw.isInterface()
                && raw != Object.class
                && (raw.getName().startsWith("java.") || raw.getName().startsWith("javax."));
    }

    private static boolean isValue(ResolvableType type) {
        Class<?> raw = type.toClass();
        return raw != void.class
                && raw != Void.class
                && !Future.class.isAssignableFrom(raw)
                && !BaseStream.class.isAssignableFrom(raw);
    }

    @Override
    public @Nullable Object read(Payload payload, ResolvableType type) {
        if (TextAndBytesConverter.INSTANCE.canRead(type)) {
            return TextAndBytesConverter.INSTANCE.read(payload, type);
        }
        if (isEmpty(payload)) {
            return nothing(type);
        }
        ObjectReader reader = readers.computeIfAbsent(type, unread -> mapper.readerFor(javaType(unread, 0)));
        try {
            Object value = payload.isText() ? reader.readValue(payload.asText()) : reader.readValue(payload.asBytes());
            return value == null ? nothing(type) : value;
        } catch (JacksonException unreadable) {
            throw new InvalidPayloadException(type, reason(unreadable), unreadable);
        }
    }

    private static @Nullable Object nothing(ResolvableType type) {
        if (type.toClass().isPrimitive()) {
            throw new InvalidPayloadException(type, "there is none", null);
        }
        return type.toClass() == Optional.class ? Optional.empty() : null;
    }

    private static boolean isEmpty(Payload payload) {
        if (payload.isText()) {
            return payload.asText().isBlank();
        }
        for (byte each : payload.asBytes()) {
            if (each != ' ' && each != '\t' && each != '\n' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public Payload write(Object value, ResolvableType type) {
        if (value instanceof String text) {
            return Payload.of(text);
        }
        if (value instanceof byte[] bytes) {
            return Payload.of(bytes);
        }
        return Payload.of(writers.computeIfAbsent(type, this::writer).writeValueAsString(value));
    }

    /** Only what elements a container has is to be told; of others the value's own class knows more. */
    private ObjectWriter writer(ResolvableType type) {
        JavaType javaType = javaType(type, 0);
        return javaType.isContainerType() || javaType.isReferenceType() ? mapper.writerFor(javaType) : mapper.writer();
    }

    /** The same type for Jackson, with type variables as they are resolved. */
    private JavaType javaType(ResolvableType type, int depth) {
        TypeFactory types = mapper.getTypeFactory();
        if (type.isArray()) {
            return types.constructArrayType(javaType(type.getComponentType(), depth + 1));
        }
        if (type.getType() instanceof Class || !type.hasGenerics() || depth == DEEPEST_TYPE) {
            return types.constructType(type.toClass());
        }
        JavaType[] generics = Arrays.stream(type.getGenerics())
                .map(generic -> javaType(generic, depth + 1))
                .toArray(JavaType[]::new);
        return types.constructParametricType(type.toClass(), generics);
    }

    /** Where it is wrong, in the sender's terms; Jackson's own words name classes. */
    private static String reason(JacksonException unreadable) {
        if (unreadable instanceof StreamReadException) {
            TokenStreamLocation at = unreadable.getLocation();
            return "it is no valid JSON"
                    + (at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : unreadable.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return "its JSON does not fit"
                + (path.isEmpty() ? "" : ", at " + path.substring(0, Math.min(path.length(), LONGEST_PATH)));
    }

    /** Lets no name of a class pass, neither on its own nor for a type that asks for them. */
    private static final class NoClassNames extends PolymorphicTypeValidator {
        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType baseType) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
            return Validity.DENIED;
        }
    }

    @SuppressWarnings("rawtypes") // as SimpleModule wants it
    private static final class NoClass extends StdDeserializer<Class> {
        NoClass() {
            super(Class.class);
        }

        @Override
        public Class deserialize(JsonParser parser, DeserializationContext context) {
            return context.reportInputMismatch(this, "classes are not read");
        }
    }
}
