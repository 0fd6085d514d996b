package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.RepeatedTask;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks again and again, on a daemon thread. */
final class PollingWatch implements SourceWatch {
    private final RepeatedTask looks;
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
            RepeatedTask looks,
            Look look,
            SourceValues current,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        this.looks = looks;
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
        RepeatedTask looks = RepeatedTask.named("envdrift-watch", interval);
        PollingWatch watch = new PollingWatch(looks, look, current, onChange, onError);
        looks.start(watch::look);
        return watch;
    }

    /** Whatever a callback throws must not end the watch without a word. */
    private void look() {
        try {
            Optional<SourceValues> found = look.look();
            errors.passed();
            if (found.isEmpty() || looks.isClosed()) {
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
        if (!looks.isClosed()) {
            errors.failed(failure);
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}
