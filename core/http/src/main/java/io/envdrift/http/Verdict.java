package io.envdrift.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether another attempt may follow an attempt, and after which pause.
 *
 * @param outcome what became of the attempt
 * @param pause how long the server asked to wait
 */
public record Verdict(Outcome outcome, Optional<Duration> pause) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** The outcome of an attempt. */
    public enum Outcome {
        /** Final: another attempt would end the same way. */
        SETTLED,
        /** The server certainly did not perform the request; another attempt may help. */
        NOT_DONE,
        /**
         * The server may have performed the request; another attempt may follow where it may be performed twice, see
         * {@link Sending}.
         */
        PERHAPS_DONE
    }

    /** Another attempt would end the same way. */
    public static Verdict settled() {
        return new Verdict(Outcome.SETTLED, Optional.empty());
    }

    /** Certainly not done: another attempt may help. */
    public static Verdict notDone() {
        return new Verdict(Outcome.NOT_DONE, Optional.empty());
    }

    /** Perhaps done, but the answer was lost. */
    public static Verdict perhapsDone() {
        return new Verdict(Outcome.PERHAPS_DONE, Optional.empty());
    }

    /** Returns this verdict with the pause that a {@code Retry-After} field asks for. */
    public Verdict after(Duration asked) {
        return new Verdict(outcome, Optional.of(asked));
    }

    /**
     * Judges an answer by its status: throttling (429), a request that was waited for too long (408) and a server's own errors
     * (5xx but 501, not implemented) may pass, anything else stays as it is. 502 and 504 come from a gateway that lost the answer.
     *
     * @param retryAfter the field {@code Retry-After}: seconds, or a date; anything else is passed over
     * @param now what the date is compared with
     */
    public static Verdict ofStatus(int status, Optional<String> retryAfter, Instant now) {
        if (status != 429 && status != 408 && (status < 500 || status == 501)) {
            return settled();
        }
        Verdict verdict = status == 408 || status == 502 || status == 504 ? perhapsDone() : notDone();
        return retryAfter.flatMap(text -> pause(text, now)).map(verdict::after).orElse(verdict);
    }

    /** Judges an answer of our own transport; see {@link #ofStatus}. */
    public static Verdict of(HttpResponse response, Instant now) {
        return ofStatus(response.status(), response.headers().first("Retry-After"), now);
    }

    /**
     * Judges a failure without an answer, also one that an SDK has wrapped, by the network error inside. Where there is none,
     * it is settled.
     */
    public static Verdict of(Throwable failure) {
        boolean unsent =
                NetworkErrors.ownFailure(failure).map(own -> !own.perhapsSent()).orElse(false);
        return NetworkErrors.kindOf(failure)
                .map(kind -> switch (kind) {
                    case REFUSED -> notDone();
                    case TIMED_OUT, BROKEN -> unsent ? notDone() : perhapsDone();
                    case UNKNOWN_HOST, TLS, PROXY, MALFORMED, TOO_LARGE, INTERRUPTED -> settled();
                })
                .orElse(settled());
    }

    private static Optional<Duration> pause(String retryAfter, Instant now) {
        String text = retryAfter.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant moment = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
