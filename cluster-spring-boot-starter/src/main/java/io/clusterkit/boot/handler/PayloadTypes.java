package io.clusterkit.boot.handler;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/** Collects the classes that payloads are read as and written from, so that a native image can do it. Not thread-safe. */
public final class PayloadTypes {
    private static final int DEEPEST_TYPE = 32;

    private final Set<Class<?>> classes = new LinkedHashSet<>();

    /** Adds the classes of a parameter's or return type, and of what is in it, but for those that are no payload. */
    public void add(ResolvableType type) {
        add(type, 0);
    }

    private void add(ResolvableType type, int depth) {
        if (depth > DEEPEST_TYPE) {
            return;
        }
        if (type.isArray()) {
            add(type.getComponentType(), depth + 1);
            return;
        }
        Class<?> raw = type.toClass();
        if (isPayload(raw)) {
            classes.add(raw);
        }
        if (!(type.getType() instanceof Class)) {
            for (ResolvableType generic : type.getGenerics()) {
                add(generic, depth + 1);
            }
        }
    }

    private static boolean isPayload(Class<?> type) {
        return type != void.class
                && !type.getName().startsWith("java.")
                && !type.isPrimitive()
                && !Arguments.isOwn(type)
                && type != Optional.class
                && !CompletionStage.class.isAssignableFrom(type)
                && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) == null;
    }

    /** Registers what was added. */
    public void registerHints(ReflectionHints hints) {
        new BindingReflectionHintsRegistrar().registerReflectionHints(hints, classes.toArray(Class[]::new));
    }
}
