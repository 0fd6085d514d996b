package io.envdrift.http;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one policy on repetitions: up to three, after a random pause that grows (full jitter: between nothing and 200 ms,
 * then 400 ms, then 800 ms), or the pause that the server asked for if that is longer. There is none when the pause would
 * outlast the deadline, or when a request that must be sent once may have been performed.
 *
 * <p>Whatever the last attempt gave, answer or failure, is what the caller gets. SDKs run inside it with their own
 * repetitions switched off. Safe for use by several threads.
 */
public final class RetryPolicy {
    /** How often something is tried altogether. */
    public static final int ATTEMPTS = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final RetryPolicy STANDARD =
            new RetryPolicy(Thread::sleep, () -> ThreadLocalRandom.current(), Clock.systemUTC());

    private final Sleeper sleeper;
    private final Supplier<? extends RandomGenerator> random;
    private final InstantSource clock;

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        /** Returns when the time is over. */
        void sleep(Duration pause) throws InterruptedException;
    }

    /** Creates a policy over other time and chance than the real ones, for tests. */
    public RetryPolicy(Sleeper sleeper, Supplier<? extends RandomGenerator> random, InstantSource clock) {
        this.sleeper = sleeper;
        this.random = random;
        this.clock = clock;
    }

    /** Returns the policy that waits in real time. */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /**
     * Sends a request over our own transport, and judges its answers by their status.
     *
     * @return the last answer: with 429 or 5xx when repetitions did not help or would have come too late
     * @throws HttpFailure when the last attempt got no answer
     * @throws EnvdriftException {@code INTERRUPTED} when the thread is interrupted while it waits
     */
    public HttpResponse exchange(HttpTransport transport, HttpRequest request, Deadline deadline) {
        return call(
                deadline,
                request.sending(),
                response -> Verdict.of(response, clock.instant()),
                Verdict::of,
                () -> transport.exchange(request, deadline));
    }

    /**
     * Runs a call of an SDK, whose failures are exceptions.
     *
     * @param ofFailure judges a failure; {@link Verdict#of(Throwable)} knows the network's, {@link Verdict#ofStatus} those
     *     with a status
     * @throws EnvdriftException {@code INTERRUPTED} when the thread is interrupted while it waits
     */
    public <T> T call(
            Deadline deadline, Sending sending, Function<RuntimeException, Verdict> ofFailure, Supplier<T> attempt) {
        return call(deadline, sending, any -> Verdict.settled(), ofFailure, attempt);
    }

    /**
     * Runs a call that has answers and failures that may pass.
     *
     * @throws EnvdriftException {@code INTERRUPTED} when the thread is interrupted while it waits
     */
    public <T> T call(
            Deadline deadline,
            Sending sending,
            Function<T, Verdict> ofAnswer,
            Function<RuntimeException, Verdict> ofFailure,
            Supplier<T> attempt) {
        for (int number = 1; ; number++) {
            Supplier<T> outcome;
            Verdict verdict;
            try {
                T answer = attempt.get();
                outcome = () -> answer;
                verdict = ofAnswer.apply(answer);
            } catch (RuntimeException e) {
                outcome = () -> {
                    throw e;
                };
                verdict = ofFailure.apply(e);
            }
            if (!waited(verdict, sending, number, deadline)) {
                return outcome.get();
            }
        }
    }

    /**
     * Waits for the next attempt; returns whether there is to be one. A sleep that overruns can use up the time: then
     * the outcome at hand is kept, so that "no time was left" does not hide what the server said.
     */
    private boolean waited(Verdict verdict, Sending sending, int number, Deadline deadline) {
        Optional<Duration> pause = pause(verdict, sending, number, deadline);
        pause.ifPresent(this::sleep);
        return pause.isPresent() && !deadline.hasPassed();
    }

    /** Returns how long to wait before the next attempt, or nothing when there is to be none. */
    private Optional<Duration> pause(Verdict verdict, Sending sending, int number, Deadline deadline) {
        boolean useful = switch (verdict.outcome()) {
            case SETTLED -> false;
            case NOT_DONE -> true;
            case PERHAPS_DONE -> sending == Sending.REPEATABLE;
        };
        if (!useful || number == ATTEMPTS) {
            return Optional.empty();
        }
        long longest = FIRST_PAUSE.toNanos() << (number - 1);
        Duration jitter = Duration.ofNanos(random.get().nextLong(longest + 1));
        Duration asked = verdict.pause().orElse(Duration.ZERO);
        Duration pause = asked.compareTo(jitter) > 0 ? asked : jitter;
        return pause.compareTo(deadline.remaining()) < 0 ? Optional.of(pause) : Optional.empty();
    }

    private void sleep(Duration pause) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for another attempt");
        }
    }
}
