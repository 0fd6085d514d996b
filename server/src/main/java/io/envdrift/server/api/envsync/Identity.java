package io.envdrift.server.api.envsync;

import com.nimbusds.jose.JWSObject;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.json.JsonException;
import io.envdrift.server.identity.Claims;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Refusal;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Identifies callers by the token in {@code Authorization: Bearer}. */
final class Identity {
    /** Stricter than the original, whose library skips what base64 does not have, also blanks and line breaks. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final Optional<OwnKey> own;
    private final IdentityProviders providers;
    private final boolean original;
    private final InstantSource clock;
    private final VerifiedTokens verified = new VerifiedTokens();
    private final LatelyGood latelyGood = new LatelyGood();

    /** Creates an identity over the server's own key, where there is one, and identity providers. */
    Identity(Optional<OwnKey> own, IdentityProviders providers, boolean original, InstantSource clock) {
        this.own = own;
        this.providers = providers;
        this.original = original;
        this.clock = clock;
    }

    /**
     * Returns the caller. Whether the token was revoked is not asked.
     *
     * @throws Refusal 401 when the call carries no token, or none that is good
     */
    Caller identify(Call call) {
        String token = token(call.headers().first("Authorization").orElse(""));
        return caller(token).orElseThrow(() -> Refusals.of(EnvSyncRefusal.INVALID_TOKEN));
    }

    /** Returns which tokens were not revoked a moment ago. */
    LatelyGood latelyGood() {
        return latelyGood;
    }

    /** Returns what comes after the scheme, which may be in any case and is followed by blanks. */
    private static String token(String header) {
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? "" : header.substring(0, blank);
        String token = header.substring(blank + 1).strip();
        if (!scheme.toLowerCase(Locale.ROOT).equals("bearer") || token.isEmpty()) {
            throw Refusals.of(EnvSyncRefusal.AUTHENTICATION_REQUIRED);
        }
        return token;
    }

    private Optional<Caller> caller(String text) {
        Optional<Claims> known = verified.find(text);
        if (known.isPresent()) {
            return ofOwnClaims(known.get());
        }
        if (!COMPACT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            JWSObject token = JWSObject.parse(text);
            return providers.claimsToBeOfOne(token) ? ofProvider(token) : ofOwnKey(token, text);
        } catch (ParseException | IllegalArgumentException | JsonException e) {
            return Optional.empty();
        }
    }

    private Optional<Caller> ofOwnKey(JWSObject token, String text) {
        Optional<Claims> claims = own.flatMap(key -> key.verify(token)).map(Claims::read);
        claims.ifPresent(each -> verified.remember(text, each));
        return claims.flatMap(this::ofOwnClaims);
    }

    private Optional<Caller> ofOwnClaims(Claims claims) {
        boolean good = claims.isTimely(clock.instant(), !original, 0) && claims.hasTextIds() && !claims.has("aud");
        return good
                ? caller(
                        claims,
                        claims.identity(List.of("email", "sub")),
                        claims.projects(List.of("project_ids", "projects"), false),
                        claims.has("role") ? claims.claim("role") : Role.DEVELOPER.text())
                : Optional.empty();
    }

    private Optional<Caller> ofProvider(JWSObject token) {
        return providers
                .verify(token)
                .flatMap(right -> caller(right.claims(), right.name(), right.projects(), right.role()));
    }

    private Optional<Caller> caller(
            Claims claims, Optional<String> name, Optional<List<String>> projects, @Nullable Object role) {
        Optional<Role> known = role instanceof String text ? Role.of(text) : Optional.empty();
        if (name.isEmpty() || projects.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> jti = Optional.ofNullable((String) claims.claim("jti"));
        if (jti.isPresent() && Names.wrong(jti.get()).isPresent()) {
            // The text goes into the audit log, which cannot hold it.
            return Optional.empty();
        }
        boolean everywhere =
                known.get() == Role.OWNER && (original || projects.get().isEmpty());
        return Optional.of(new Caller(name.get(), known.get(), projects.get(), everywhere, jti, claims.expiry()));
    }
}
