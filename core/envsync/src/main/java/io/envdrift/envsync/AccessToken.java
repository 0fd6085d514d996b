package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bearer token: a JWT that identifies its holder. {@code toString} does not show it. */
public final class AccessToken {
    /** The variable that holds the token. */
    public static final String VARIABLE = "ENVSYNC_TOKEN";

    private static final Pattern SCHEME = Pattern.compile("(?i)^bearer(\\s+|$)");
    /** RFC 6750, b64token. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Secret text;

    private AccessToken(Secret text) {
        this.text = text;
    }

    /**
     * Reads a token, with or without {@code Bearer} in front, as the document writes it.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it is empty, or holds a line break or another character that no
     *     token has: sent as it is, it could add lines to the request
     */
    public static AccessToken of(Secret given) {
        String bare = SCHEME.matcher(given.reveal().strip()).replaceFirst("");
        if (!TOKEN.matcher(bare).matches()) {
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    VARIABLE + " is no token: it is empty, or holds a blank, a line break or another character that no"
                            + " token has",
                    "copy the token as it was printed");
        }
        return new AccessToken(Secret.of(bare));
    }

    /**
     * Takes the token from the environment.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is none or it is malformed
     */
    public static AccessToken from(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        if (value.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "Missing " + VARIABLE,
                    "set it to the token that the server's operator or an owner of the project issued");
        }
        return of(Secret.of(value));
    }

    /** Returns the token alone, for callers that store it. */
    public Secret secret() {
        return text;
    }

    /** Returns the value of the header {@code Authorization}. */
    String header() {
        return "Bearer " + text.reveal();
    }

    /** Returns when the token expires, as its own claim says; nothing when it has no such claim. */
    public Optional<Instant> expiry() {
        String[] parts = text.reveal().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.ISO_8859_1));
            return new JsonReader(JsonLimits.GENEROUS)
                    .takingTheLast()
                    .tolerant()
                    .find(payload)
                    .flatMap(AccessToken::expiry);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> expiry(JsonObject claims) {
        try {
            return claims.whole("exp").stream().mapToObj(Instant::ofEpochSecond).findFirst();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
