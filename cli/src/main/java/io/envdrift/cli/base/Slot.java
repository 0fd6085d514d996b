package io.envdrift.cli.base;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/** A target of picocli's parser: it stores a value, and returns the current list for an option that is repeated. */
final class Slot<V> implements IGetter, ISetter {
    private final Consumer<V> target;

    private @Nullable Object value;

    Slot(Consumer<V> target) {
        this.target = target;
    }

    @Override
    @SuppressWarnings("unchecked") // the option's type is declared beside its target
    public <T> @Nullable T get() {
        return (T) value;
    }

    @Override
    @SuppressWarnings("unchecked") // likewise
    public <T> T set(T next) {
        value = next;
        target.accept((V) next);
        return next;
    }
}
