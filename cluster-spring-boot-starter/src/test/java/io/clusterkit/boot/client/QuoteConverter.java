package io.clusterkit.boot.client;

import io.clusterkit.boot.handler.PayloadConverter;
import io.clusterkit.packet.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/** Text and bytes, {@link Quote} as {@code ACME 42}, numbers, and lists of text with commas. */
public final class QuoteConverter implements PayloadConverter {
    private final PayloadConverter texts = PayloadConverter.textAndBytes();

    /** What it is for. */
    public record Quote(String symbol, int price) {}

    @Override
    public boolean canRead(ResolvableType type) {
        return texts.canRead(type)
                || type.toClass() == Quote.class
                || type.toClass() == int.class
                || (type.toClass() == List.class && type.getGeneric().toClass() == String.class);
    }

    @Override
    public boolean canWrite(ResolvableType type) {
        return canRead(type);
    }

    @Override
    public @Nullable Object read(Payload payload, ResolvableType type) {
        if (texts.canRead(type)) {
            return texts.read(payload, type);
        }
        if (type.toClass() == List.class) {
            return List.of(StringUtils.commaDelimitedListToStringArray(payload.asText()));
        }
        if (type.toClass() == int.class) {
            return Integer.parseInt(payload.asText());
        }
        String[] words = StringUtils.delimitedListToStringArray(payload.asText(), " ");
        if (words.length != 2) {
            throw new IllegalArgumentException("a quote has a symbol and a price");
        }
        return new Quote(words[0], Integer.parseInt(words[1]));
    }

    @Override
    public Payload write(Object value, ResolvableType type) {
        if (value instanceof Quote quote) {
            return Payload.of(quote.symbol() + " " + quote.price());
        }
        return texts.canWrite(type) ? texts.write(value, type) : Payload.of(value.toString());
    }
}
