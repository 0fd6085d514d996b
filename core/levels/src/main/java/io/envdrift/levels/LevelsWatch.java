package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.RepeatedTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A running watch for changes. */
public final class LevelsWatch implements AutoCloseable {
    /** How often a watch looks unless configured otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    private final RepeatedTask looks;
    private final Supplier<PulledLevels> look;
    private final BiConsumer<List<String>, PulledLevels> onChange;
    private final Consumer<EnvdriftException> onError;
    private PulledLevels current;

    private LevelsWatch(
            RepeatedTask looks,
            Supplier<PulledLevels> look,
            PulledLevels current,
            BiConsumer<List<String>, PulledLevels> onChange,
            Consumer<EnvdriftException> onError) {
        this.looks = looks;
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
        RepeatedTask looks = RepeatedTask.named("levels-watch", interval);
        LevelsWatch watch = new LevelsWatch(looks, look, current, onChange, onError);
        looks.start(watch::look);
        return watch;
    }

    /**
     * Ends the watch; a second time changes nothing. A look or a callback that is on its way is interrupted and waited for, ten seconds
     * at most; a callback that closes its own watch goes on.
     */
    @Override
    public void close() {
        looks.close();
    }

    /** Whatever a callback throws must not end the watch without a word. */
    private void look() {
        try {
            PulledLevels next = look.get();
            List<String> changed = changed(current.values(), next.values());
            current = next;
            if (!changed.isEmpty() && !looks.isClosed()) {
                onChange.accept(changed, next);
            }
        } catch (EnvdriftException e) {
            failed(e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed(new EnvdriftException(ErrorCode.INTERNAL, "The watch failed: " + e, null, e));
        }
    }

    private void failed(EnvdriftException failure) {
        if (!looks.isClosed()) {
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
