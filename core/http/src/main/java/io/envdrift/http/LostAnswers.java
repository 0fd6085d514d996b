package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends a change whose answer may be lost: it looks whether the change was made before it sends it again. */
public final class LostAnswers {
    /** Statuses after which the change may have been made: the server failed, or a gateway lost its answer. */
    private static final Set<Integer> UNCERTAIN = Set.of(500, 502, 504);

    private LostAnswers() {}

    /** Tells whether the server may have made the change although its answer did not say so. */
    public static boolean isOutcomeUnknown(EnvdriftException failure) {
        if (failure instanceof HttpFailure lost) {
            return lost.perhapsSent();
        }
        return failure instanceof ServerException answered
                && UNCERTAIN.contains(answered.status().orElse(0));
    }

    /**
     * Sends a change until it is known to be made, at most {@link RetryPolicy#ATTEMPTS} times; never again once it was
     * made.
     *
     * @param send sends the change once, and returns what it made
     * @param find returns what it made, if it was done
     * @return what was made
     * @throws EnvdriftException when the change was refused, was not made after the last attempt, or its outcome cannot
     *     be found out
     */
    public static <T> T send(Supplier<T> send, Supplier<Optional<T>> find) {
        for (int attempt = 1; ; attempt++) {
            try {
                return send.get();
            } catch (EnvdriftException e) {
                if (!isOutcomeUnknown(e)) {
                    throw e;
                }
                Optional<T> done = look(find, e);
                if (done.isPresent()) {
                    return done.get();
                }
                if (attempt == RetryPolicy.ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static <T> Optional<T> look(Supplier<Optional<T>> find, EnvdriftException lost) {
        try {
            return find.get();
        } catch (EnvdriftException e) {
            lost.addSuppressed(e);
            throw lost;
        }
    }
}
