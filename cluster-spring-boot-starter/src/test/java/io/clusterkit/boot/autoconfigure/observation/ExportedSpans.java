package io.clusterkit.boot.autoconfigure.observation;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A collector of spans that takes OTLP over HTTP, as far as tests look at spans. */
final class ExportedSpans implements AutoCloseable {
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    record Span(
            String traceId, String spanId, String parentId, String name, int kind, Map<String, String> attributes) {}

    ExportedSpans() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                read(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> named(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans. */
    private void read(ByteBuffer request) {
        fields(request, (resource, resourceSpans) -> {
            if (resource == 1) {
                fields(resourceSpans, (scope, scopeSpans) -> {
                    if (scope == 2) {
                        fields(scopeSpans, (field, span) -> {
                            if (field == 2) {
                                spans.add(span(span));
                            }
                        });
                    }
                });
            }
        });
    }

    private static Span span(ByteBuffer bytes) {
        Map<Integer, String> ids = new HashMap<>();
        Map<String, String> attributes = new HashMap<>();
        fields(bytes, (field, value) -> {
            switch (field) {
                case 1, 2, 4 -> ids.put(field, HexFormat.of().formatHex(bytes(value)));
                case 5 -> ids.put(field, text(value));
                case 6 -> ids.put(field, text(value));
                case 9 -> attribute(value, attributes);
                default -> {}
            }
        });
        return new Span(
                ids.getOrDefault(1, ""),
                ids.getOrDefault(2, ""),
                ids.getOrDefault(4, ""),
                ids.getOrDefault(5, ""),
                Integer.parseInt(ids.getOrDefault(6, "0")),
                attributes);
    }

    private static void attribute(ByteBuffer keyValue, Map<String, String> attributes) {
        String[] pair = {"", ""};
        fields(keyValue, (field, value) -> {
            if (field == 1) {
                pair[0] = text(value);
            } else {
                fields(value, (kind, content) -> pair[1] = text(content));
            }
        });
        attributes.put(pair[0], pair[1]);
    }

    /** The fields of a protobuf message; numbers are given as text. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> each) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> each.accept(field, encoded(Long.toString(varint(message))));
                case 1 -> message.position(message.position() + 8);
                case 2 -> {
                    int length = (int) varint(message);
                    each.accept(field, message.slice(message.position(), length));
                    message.position(message.position() + length);
                }
                case 5 -> message.position(message.position() + 4);
                default -> throw new IllegalStateException("no protobuf: tag " + tag);
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer encoded(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }
}
