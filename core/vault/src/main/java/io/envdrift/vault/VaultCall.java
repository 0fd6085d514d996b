package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.Sending;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of call to a vault's service.
 *
 * @param attempt how its failures are worded
 * @param shortName how the sentence that a secret is not there names the vault
 * @param secret the secret it is about
 * @param permission what it needs, for the hint when it is denied, as in {@code secretsmanager:CreateSecret}
 * @param sending whether it may happen twice
 */
public record VaultCall(
        VaultAttempt attempt, String shortName, Optional<String> secret, String permission, Sending sending) {
    private VaultCall(VaultAttempt attempt, Optional<String> secret, String permission, Sending sending) {
        this(attempt, attempt.vault(), secret, permission, sending);
    }

    /** A read of one secret. */
    public static VaultCall reading(String vault, String secret, String permission) {
        return new VaultCall(VaultAttempt.reading(vault, secret), Optional.of(secret), permission, Sending.REPEATABLE);
    }

    /** A write of one secret, which is sent once. */
    public static VaultCall writing(String vault, String secret, String permission) {
        return new VaultCall(VaultAttempt.writing(vault, secret), Optional.of(secret), permission, Sending.ONCE);
    }

    /** A list of names. */
    public static VaultCall listing(String vault, String permission) {
        return new VaultCall(VaultAttempt.listing(vault), Optional.empty(), permission, Sending.REPEATABLE);
    }

    /** A check that the vault can be reached and accepts the credentials. */
    public static VaultCall probing(String vault, String permission) {
        return new VaultCall(VaultAttempt.probing(vault), Optional.empty(), permission, Sending.REPEATABLE);
    }

    /** Returns the same call with another short name of the vault; without one, that is the vault's label. */
    public VaultCall in(String name) {
        return new VaultCall(attempt, name, secret, permission, sending);
    }

    /**
     * Makes a call of which a refusal is a success, too: it shows that the vault can be reached and accepts the
     * credentials.
     *
     * @throws VaultException when the question fails for another reason
     */
    public static void reach(Runnable question) {
        try {
            question.run();
        } catch (VaultException e) {
            if (e.code() != ErrorCode.ACCESS_DENIED) {
                throw e;
            }
        }
    }

    /**
     * A part of a list of names.
     *
     * @param next what asks for the next part; nothing or empty in the last one
     */
    public record Page(
            Stream<@Nullable String> names, @Nullable String next) {}

    /**
     * Collects the names of a list that comes in pages.
     *
     * @param pages gets what asks for a page, for the first one empty
     * @return those with the prefix, sorted
     * @throws VaultException {@code MALFORMED_ANSWER} when a name is missing, or a page leads back to an earlier one
     */
    public List<String> names(String prefix, Function<String, Page> pages) {
        Set<String> names = new TreeSet<>();
        Set<String> asked = new HashSet<>();
        String next = "";
        while (next != null && (asked.isEmpty() || !next.isEmpty())) {
            if (!asked.add(next)) {
                throw attempt.misunderstood();
            }
            Page page = pages.apply(next);
            page.names()
                    .map(name -> Optional.ofNullable(name).orElseThrow(attempt::misunderstood))
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
            next = page.next();
        }
        return List.copyOf(names);
    }

    /** Returns the error for a failure of ours, which is taken as it is when it is a vault's already. */
    public VaultException failed(EnvdriftException own) {
        return own instanceof VaultException complete ? complete : attempt.failed(own);
    }

    /** Returns the error for a call that the service turned down. It has no cause: a service's text may quote what was sent. */
    public VaultException refused(VaultProblem problem) {
        String hint = problem.hint().orElse("allow " + permission + " for this identity");
        if (problem.code() == ErrorCode.SECRET_NOT_FOUND && secret.isPresent()) {
            String what = "Secret '" + secret.get() + "' not found in " + shortName + problem.whyNotFound();
            return new SecretNotFoundException(attempt.vault(), secret.get(), what, hint);
        }
        return attempt.failed(problem.code(), problem.reason(), hint, null);
    }
}
