package io.envdrift.levels.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token of the service, {@code dotenv_ORGANIZATION_LETTERS-AND-DIGITS}, or one of an identity provider that the
 * server knows (a JWT, which names no organization). {@code toString} does not show it.
 */
public final class BearerToken {
    /** The variable that holds the token. */
    public static final String VARIABLE = "DOTENV_API_KEY";

    private static final Pattern FORM = Pattern.compile("dotenv_([0-9A-Za-z]{26})_([0-9A-Za-z]{1,200})");

    private static final Pattern OF_PROVIDER = Pattern.compile("[\\w-]{1,8000}\\.[\\w-]{1,8000}\\.[\\w-]{1,8000}");

    private final Secret text;
    private final Optional<String> organization;

    private BearerToken(Secret text, Optional<String> organization) {
        this.text = text;
        this.organization = organization;
    }

    /** Finds the token in a text; nothing when it has another form. */
    public static Optional<BearerToken> find(Secret given) {
        String bare = given.reveal().strip();
        if (OF_PROVIDER.matcher(bare).matches()) {
            return Optional.of(new BearerToken(Secret.of(bare), Optional.empty()));
        }
        Matcher form = FORM.matcher(bare);
        return form.matches() && Organization.isWellFormed(form.group(1))
                ? Optional.of(new BearerToken(Secret.of(bare), Optional.of(form.group(1))))
                : Optional.empty();
    }

    /**
     * Reads a token.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it has another form; it is not shown
     */
    public static BearerToken of(Secret given) {
        return find(given)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_AUTHENTICATED,
                        VARIABLE + " is no token: it has the form dotenv_ORGANIZATION_LETTERS-AND-DIGITS",
                        "copy the token as it was printed"));
    }

    /**
     * Takes the token from the environment.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is none or it is malformed
     */
    public static BearerToken from(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        if (value.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "Missing " + VARIABLE,
                    "set it to a token of the organization; whoever may make tokens makes one with levels token"
                            + " create");
        }
        return of(Secret.of(value));
    }

    /**
     * Returns the id of the organization that the token is of.
     *
     * @throws EnvdriftException {@code USAGE} when it names none, as those of identity providers
     */
    public String organization() {
        return organization.orElseThrow(() -> new EnvdriftException(
                ErrorCode.USAGE,
                "the token of an identity provider names no organization",
                "set DOTENV_ORGANIZATION to the organization's id, or give --organization"));
    }

    /** Returns the token itself: what is hashed on a server, and sent by a client. */
    public Secret secret() {
        return text;
    }

    @Override
    public String toString() {
        return "BearerToken";
    }
}
