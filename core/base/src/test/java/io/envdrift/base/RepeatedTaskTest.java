package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepeatedTaskTest {
    @Test
    void runsAtOnceAndAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (RepeatedTask task = RepeatedTask.named("test", Duration.ofMillis(1))) {
            task.start(runs::countDown);
            runs.await();
        }
    }

    @Test
    void whatRunsHasEndedWhenItIsClosed() throws InterruptedException {
        Thread closing = Thread.currentThread();
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        try (RepeatedTask task = RepeatedTask.named("test", Duration.ofDays(400))) {
            task.start(() -> {
                running.countDown();
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
                // What a look does after it was interrupted, as removing its temporary files.
                while (closing.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                ended.set(true);
            });
            running.await();
        }
        assertThat(ended).isTrue();
    }

    @Test
    void aTaskThatClosesItselfDoesNotWaitForItself() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        RepeatedTask task = RepeatedTask.named("test", Duration.ofMillis(1));
        task.start(() -> {
            task.close();
            closed.countDown();
        });
        closed.await();
        assertThat(task.isClosed()).isTrue();
    }

    @Test
    void isClosedTwiceOrBeforeItStarts() {
        RepeatedTask task = RepeatedTask.named("test", Duration.ofMillis(1));
        task.close();
        task.close();
        assertThat(task.isClosed()).isTrue();
    }

    @Test
    void aPauseIsAMillisecondAtLeast() {
        assertThatThrownBy(() -> RepeatedTask.named("test", Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a millisecond at least");
    }
}
