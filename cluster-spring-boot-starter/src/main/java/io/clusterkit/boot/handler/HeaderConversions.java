package io.clusterkit.boot.handler;

import java.time.temporal.TemporalAccessor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.Formatter;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.function.SingletonSupplier;

/**
 * Turns headers into values and values into headers, on both sides in the same way, so that what one member sends another
 * reads. Thread-safe.
 */
public final class HeaderConversions {
    private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

    private final Supplier<ConversionService> conversions;

    private HeaderConversions(Supplier<ConversionService> conversions) {
        this.conversions = conversions;
    }

    /** By the conversions that all applications of Spring Boot have. */
    public static HeaderConversions shared() {
        return new HeaderConversions(ApplicationConversionService::getSharedInstance);
    }

    /**
     * By the application's bean {@code conversionService}. Without it by the conversions that all applications have, and by
     * beans of the types {@link Converter}, {@link GenericConverter} and {@link Formatter}.
     */
    public static HeaderConversions of(ConfigurableListableBeanFactory beans) {
        return new HeaderConversions(SingletonSupplier.of(() -> conversions(beans)));
    }

    private static ConversionService conversions(ConfigurableListableBeanFactory beans) {
        String named = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
        if (beans.containsBean(named)) {
            return beans.getBean(named, ConversionService.class);
        }
        boolean hasConverters = Stream.of(Converter.class, GenericConverter.class, Formatter.class)
                .anyMatch(type -> beans.getBeanNamesForType(type).length > 0);
        if (hasConverters) {
            ApplicationConversionService withBeans = new ApplicationConversionService();
            ApplicationConversionService.addBeans(withBeans, beans);
            return withBeans;
        }
        ConversionService applications = beans.getConversionService();
        return applications == null ? ApplicationConversionService.getSharedInstance() : applications;
    }

    /** Whether a header can become a value of this type. */
    public boolean canRead(TypeDescriptor type) {
        return isText(type) || conversions.get().canConvert(TEXT, type);
    }

    /**
     * The header as a value of this type.
     *
     * @throws ConversionException if it can't be one
     */
    public @Nullable Object read(String header, TypeDescriptor type) {
        return isText(type) ? header : conversions.get().convert(header, TEXT, type);
    }

    /** Whether a value of this type can become a header; of type {@code Object} it may, depending on its class. */
    public boolean canWrite(TypeDescriptor type) {
        return isText(type)
                || type.getType() == Object.class
                || conversions.get().canConvert(type, TEXT)
                || conversions.get().canConvert(TEXT, type);
    }

    /**
     * The value as a header; null for none. Dates and times are written as ISO 8601 has them unless the application has a
     * conversion of its own, or a {@link DateTimeFormat}: Boot's is for people, depends on their language, and leaves out
     * the century. What nobody can write but somebody can read is written as its {@code toString} says.
     *
     * @param declared what it was declared as, with its annotations
     * @throws ConversionException if it can't be converted
     */
    public @Nullable String write(Object value, TypeDescriptor declared) {
        TypeDescriptor type = declared.narrow(value);
        if (value instanceof String text) {
            return text;
        }
        ConversionService conversions = this.conversions.get();
        if (!conversions.canConvert(type, TEXT)) {
            return value.toString();
        }
        String text = (String) conversions.convert(value, type, TEXT);
        return value instanceof TemporalAccessor
                        && !type.hasAnnotation(DateTimeFormat.class)
                        && text != null
                        && text.equals(
                                ApplicationConversionService.getSharedInstance().convert(value, type, TEXT))
                ? value.toString()
                : text;
    }

    private static boolean isText(TypeDescriptor type) {
        return type.getType() == String.class;
    }
}
