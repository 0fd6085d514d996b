package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnceTest {
    private final AtomicInteger searches = new AtomicInteger();

    @Test
    void allThreadsGetWhatTheFirstFound() throws Exception {
        Once<String> once = new Once<>(() -> "found " + searches.incrementAndGet());
        assertThat(once.peek()).isEmpty();
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(once::get));
            }
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("found 1");
        }
        assertThat(once.peek()).hasValue("found 1");
    }

    @ParameterizedTest(name = "{0}: {1} searches")
    @CsvSource({"NOT_AUTHENTICATED, 1", "INTERRUPTED, 2"})
    void aFailureIsFinalUnlessTheThreadWasInterrupted(ErrorCode code, int expected) {
        Once<String> once = new Once<>(() -> {
            searches.incrementAndGet();
            throw new EnvdriftException(code, "nothing there");
        });

        Throwable first = catchThrowable(once::get);
        Throwable second = catchThrowable(once::get);

        assertThat(first).isInstanceOf(EnvdriftException.class).hasMessage("nothing there");
        assertThat(second).hasMessage("nothing there");
        assertThat(searches).hasValue(expected);
        assertThat(once.peek()).isEmpty();
    }
}
