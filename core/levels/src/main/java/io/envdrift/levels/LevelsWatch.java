package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A running watch for changes. */
public final class LevelsWatch implements AutoCloseable {
    /** How often a watch looks unless configured otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledExecutorService executor;
    private final Supplier<PulledLevels> look;
    private final BiConsumer<List<String>, PulledLevels> onChange;
    private final Consumer<EnvdriftException> onError;
    private PulledLevels current;

    private LevelsWatch(
            ScheduledExecutorService executor,
            Supplier<PulledLevels> look,
            PulledLevels current,
            BiConsumer<List<String>, PulledLevels> onChange,
            Consumer<EnvdriftException> onError) {
        this.executor = executor;
        this.look = look;
        this.current = current;
        this.onChange = onChange;
        this.onError = onError;
    }

    static LevelsWatch start(
            Supplier<PulledLevels> look,
            PulledLevels current,
            Duration interval,
            BiConsumer<List<String>, PulledLevels> onChange,
            Consumer<EnvdriftException> onError) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the interval of a watch is a millisecond at least");
        }
        long millis = interval.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : interval.toMillis();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("levels-watch").factory());
        LevelsWatch watch = new LevelsWatch(executor, look, current, onChange, onError);
        // The first look is at once: something may have changed since the values were pulled.
        var unused = executor.scheduleWithFixedDelay(watch::look, 0, millis, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Ends the watch; a second time changes nothing. A callback that is running may still finish. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Whatever a callback throws must not end the watch without a word. */
    private void look() {
        try {
            PulledLevels next = look.get();
            List<String> changed = changed(current.values(), next.values());
            current = next;
            if (!changed.isEmpty() && !executor.isShutdown()) {
                onChange.accept(changed, next);
            }
        } catch (EnvdriftException e) {
            failed(e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed(new EnvdriftException(ErrorCode.INTERNAL, "The watch failed: " + e, null, e));
        }
    }

    private void failed(EnvdriftException failure) {
        if (!executor.isShutdown()) {
            try {
                onError.accept(failure);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                System.err.println("[levels] a watch failed, and its error callback too: " + failure.getMessage());
            }
        }
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return List.copyOf(names);
    }
}
