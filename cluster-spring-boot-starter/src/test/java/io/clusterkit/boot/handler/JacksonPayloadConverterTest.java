package io.clusterkit.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.clusterkit.packet.Payload;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JacksonPayloadConverterTest {
    private final PayloadConverter converter = new JacksonPayloadConverter(new JsonMapper());

    record Quote(String symbol, int cents, @Nullable Instant at) {}

    record Page<T>(List<T> items, @Nullable T last) {}

    enum Side {
        BUY,
        SELL
    }

    static class Bean {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    abstract static class Base<T> {
        @SuppressWarnings("unused") // its type is what counts
        public void take(List<T> values) {}
    }

    static class OfQuotes extends Base<Quote> {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
    interface Shape {}

    record Circle(int radius) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    record Named(String name) implements ByClass {}

    record Holder(ByClass held) {}

    record OfClass(Class<?> type) {}

    record Anything(Object value) {}

    @Test
    void textAndBytesAreTakenAndGivenAsTheyAre() {
        assertThat(read("\"x\"", String.class)).isEqualTo("\"x\"");
        assertThat(read("", String.class)).isEqualTo("");
        assertThat(read("{", byte[].class)).isEqualTo(new byte[] {'{'});
        assertThat(write("a \"b\"", String.class).text()).isEqualTo("a \"b\"");
        assertThat(write(new byte[] {1}, byte[].class).raw()).containsExactly(1);
        assertThat(write("text", Object.class).text()).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"int|42", "java.lang.Long|42", "boolean|true", "java.lang.Double|1.5", "java.math.BigDecimal|12.30"
            })
    void numbersAndBooleansAreAsInJson(Class<?> type, String text) {
        Object value = read(text, type);

        assertThat(value).hasToString(text);
        assertThat(write(value, type).text()).isEqualTo(text);
    }

    @Test
    void recordsBeansEnumsAndTreesGoBothWays() {
        Quote quote = new Quote("ACME", 4217, Instant.EPOCH);
        Bean bean = new Bean();
        bean.setName("n");

        assertThat(read(write(quote, Quote.class), ResolvableType.forClass(Quote.class)))
                .isEqualTo(quote);
        assertThat(write(bean, Bean.class).text()).isEqualTo("{\"name\":\"n\"}");
        assertThat(((Bean) read("{\"name\":\"n\"}", Bean.class)).getName()).isEqualTo("n");
        assertThat(read("\"SELL\"", Side.class)).isEqualTo(Side.SELL);
        assertThat(((JsonNode) read("{\"a\":[1]}", JsonNode.class)).at("/a/0").intValue())
                .isOne();
        assertThat(read("{\"a\":[1]}", Object.class)).isEqualTo(Map.of("a", List.of(1)));
    }

    @Test
    void genericsAreThoseOfTheMethod() throws Exception {
        ResolvableType quotes = ResolvableType.forClassWithGenerics(List.class, Quote.class);
        ResolvableType pages = ResolvableType.forClassWithGenerics(
                Map.class,
                ResolvableType.forClass(String.class),
                ResolvableType.forClassWithGenerics(Page.class, Quote.class));
        ResolvableType inherited =
                ResolvableType.forMethodParameter(OfQuotes.class.getMethod("take", List.class), 0, OfQuotes.class);
        ResolvableType arrays =
                ResolvableType.forArrayComponent(ResolvableType.forClassWithGenerics(Set.class, Side.class));
        Quote quote = new Quote("A", 1, null);

        assertThat(read("[{\"symbol\":\"A\",\"cents\":1}]", quotes)).isEqualTo(List.of(quote));
        assertThat(read("[{\"symbol\":\"A\",\"cents\":1}]", inherited)).isEqualTo(List.of(quote));
        assertThat(read("{\"p\":{\"items\":[{\"symbol\":\"A\",\"cents\":1}]}}", pages))
                .isEqualTo(Map.of("p", new Page<>(List.of(quote), null)));
        assertThat((Set<?>[]) read("[[\"BUY\"]]", arrays)).containsExactly(Set.of(Side.BUY));
        assertThat(read(write(List.of(quote), quotes), quotes)).isEqualTo(List.of(quote));
    }

    <T extends Comparable<T>> void recursive(T value) {}

    @Test
    void aTypeThatRefersToItselfIsNoTrap() throws Exception {
        ResolvableType type = ResolvableType.forMethodParameter(
                JacksonPayloadConverterTest.class.getDeclaredMethod("recursive", Comparable.class), 0);

        assertThat(converter.canRead(type)).isIn(true, false);
        assertThat(converter.canWrite(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null"})
    void anEmptyPayloadAndNullAreNoValue(String text) {
        assertThat(converter.read(Payload.of(text), ResolvableType.forClass(Quote.class)))
                .isNull();
        assertThat(converter.read(
                        Payload.of(text.getBytes(StandardCharsets.UTF_8)), ResolvableType.forClass(Integer.class)))
                .isNull();
        assertThat(read(text, ResolvableType.forClassWithGenerics(Optional.class, Quote.class)))
                .isEqualTo(Optional.empty());
        assertInvalid(text, int.class, "the payload can't be read as int: ");
    }

    @Test
    void whatCannotBeReadIsSaidInTheSendersTerms() {
        ResolvableType page = ResolvableType.forClassWithGenerics(Page.class, Quote.class);

        assertInvalid(
                "{\"symbol\":", Quote.class, "the payload can't be read as Quote: it is no valid JSON, at line 1");
        assertInvalid("{} {}", Quote.class, "the payload can't be read as Quote: ");
        assertInvalid("[1]", Quote.class, "the payload can't be read as Quote: its JSON does not fit");
        assertInvalid(
                "{\"items\":[{\"symbol\":\"A\",\"cents\":\"many\"}]}",
                page,
                "the payload can't be read as Page<Quote>: its JSON does not fit, at items[0].cents");
        assertInvalid("1", Quote[].class, "the payload can't be read as Quote[]: its JSON does not fit");
        assertThatExceptionOfType(InvalidPayloadException.class)
                .isThrownBy(() -> read("[1]", Quote.class))
                .satisfies(invalid ->
                        assertThat(invalid.getMessage()).doesNotContain("io.clusterkit", "jackson", "java."));
    }

    @Test
    void theMappersSettingsAreKept() {
        JsonMapper snake = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build();
        PayloadConverter converter = new JacksonPayloadConverter(snake);

        assertThat(converter
                        .write(new Circle(1), ResolvableType.forClass(Circle.class))
                        .text())
                .contains("\"Radius\":1");
    }

    @Test
    void defaultTypingIsNotHonoured() {
        JsonMapper typing = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .allowIfSubType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();
        String named = "[\"" + Bean.class.getName() + "\",{\"name\":\"n\"}]";
        assertThat(typing.readValue(named, Object.class)).isInstanceOf(Bean.class);
        PayloadConverter converter = new JacksonPayloadConverter(typing);

        Object read = converter.read(Payload.of("{\"value\":" + named + "}"), ResolvableType.forClass(Anything.class));

        assertThat(read).isEqualTo(new Anything(List.of(Bean.class.getName(), Map.of("name", "n"))));
        assertThat(converter
                        .write(new Bean(), ResolvableType.forClass(Bean.class))
                        .text())
                .isEqualTo("{\"name\":\"\"}");
        assertThat(typing.writeValueAsString(new Bean()))
                .as("the application's own mapper")
                .contains("Bean");
    }

    @Test
    void aTypeThatAsksForClassNamesIsRefusedWhereverItStands() {
        assertThat(canRead(ByClass.class)).isFalse();
        assertThat(canRead(Holder.class)).isFalse();
        assertThat(canRead(Class.class)).isFalse();
        assertInvalid("{\"type\":\"java.lang.String\"}", OfClass.class, "its JSON does not fit, at type");
    }

    @Test
    void subtypesByNamesOfTheApplicationWork() {
        assertThat(read("{\"@type\":\"circle\",\"radius\":2}", Shape.class)).isEqualTo(new Circle(2));
        assertInvalid("{\"@type\":\"" + Circle.class.getName() + "\",\"radius\":2}", Shape.class, "does not fit");
    }

    @ParameterizedTest
    @ValueSource(classes = {Shape.class, Object.class, List.class, Map.class, JsonNode.class, Quote[].class, int.class})
    void whatJsonCanBecomeIsReadable(Class<?> type) {
        assertThat(canRead(type)).isTrue();
        assertThat(converter.canWrite(ResolvableType.forClass(type))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Date.class,
                Instant.class,
                UUID.class,
                URI.class,
                BigDecimal.class,
                AtomicLong.class,
                TimeUnit.class,
                OptionalInt.class,
                ArrayList.class,
                ByteBuffer.class,
                Locale.class,
                InetAddress.class
            })
    void dataOfTheJdkIsReadable(Class<?> type) {
        assertThat(canRead(type)).isTrue();
        assertThat(converter.canWrite(ResolvableType.forClass(type))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Thread.class, Random.class, InputStream.class, Timer.class})
    void whatOfTheJdkIsNoDataIsNeitherReadNorWritten(Class<?> type) {
        assertThat(canRead(type)).isFalse();
        assertThat(converter.canWrite(ResolvableType.forClass(type))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Runnable.class,
                InputStream.class,
                CharSequence.class,
                void.class,
                CompletableFuture.class,
                Stream.class
            })
    void whatJsonCannotBecomeIsNot(Class<?> type) {
        if (type != CharSequence.class) { // Jackson makes a String of it
            assertThat(canRead(type)).isFalse();
        }
        assertThat(converter.canWrite(ResolvableType.forClass(CompletableFuture.class)))
                .isFalse();
    }

    private boolean canRead(Class<?> type) {
        return converter.canRead(ResolvableType.forClass(type));
    }

    private Object read(String text, Class<?> type) {
        return read(text, ResolvableType.forClass(type));
    }

    private Object read(String text, ResolvableType type) {
        return read(Payload.of(text), type);
    }

    private Object read(Payload payload, ResolvableType type) {
        assertThat(converter.canRead(type)).as("%s", type).isTrue();
        Object value = converter.read(payload, type);
        if (value == null) {
            throw new AssertionError("no value of type " + type);
        }
        return value;
    }

    private Payload write(Object value, Class<?> type) {
        return write(value, ResolvableType.forClass(type));
    }

    private Payload write(Object value, ResolvableType type) {
        assertThat(converter.canWrite(type)).as("%s", type).isTrue();
        return converter.write(value, type);
    }

    private void assertInvalid(String text, Class<?> type, String message) {
        assertInvalid(text, ResolvableType.forClass(type), message);
    }

    private void assertInvalid(String text, ResolvableType type, String message) {
        assertThatExceptionOfType(InvalidPayloadException.class)
                .isThrownBy(() -> converter.read(Payload.of(text), type))
                .withMessageContaining(message);
    }
}
