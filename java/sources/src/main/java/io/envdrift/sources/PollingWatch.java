package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks again and again, on a daemon thread. */
final class PollingWatch implements SourceWatch {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("envdrift-watch").factory());
    private final Look look;
    private final Consumer<SourceValues> onChange;
    private final ErrorReport errors;
    private Map<String, String> known;

    /** One look. */
    interface Look {
        /** Returns what there is now; empty when nothing can have changed. */
        Optional<SourceValues> look();
    }

    private PollingWatch(
            Look look, SourceValues current, Consumer<SourceValues> onChange, Consumer<EnvdriftException> onError) {
        this.look = look;
        this.onChange = onChange;
        this.errors = new ErrorReport(onError);
        this.known = current.toMap();
    }

    static PollingWatch start(
            Look look,
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the interval of a watch is a millisecond at least");
        }
        long millis = interval.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : interval.toMillis();
        PollingWatch watch = new PollingWatch(look, current, onChange, onError);
        // The first look is at once: something may have changed since the values were read.
        var unused = watch.executor.scheduleWithFixedDelay(watch::look, 0, millis, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Whatever a callback throws must not end the watch without a word. */
    private void look() {
        try {
            Optional<SourceValues> found = look.look();
            errors.passed();
            if (found.isEmpty() || executor.isShutdown()) {
                return;
            }
            Map<String, String> next = found.get().toMap();
            if (!next.equals(known)) {
                known = next;
                onChange.accept(found.get());
            }
        } catch (EnvdriftException e) {
            failed(e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed(new EnvdriftException(ErrorCode.INTERNAL, "The watch failed: " + e, null, e));
        }
    }

    private void failed(EnvdriftException failure) {
        if (!executor.isShutdown()) {
            errors.failed(failure);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
