package io.envdrift.server.api.envsync;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import io.envdrift.envsync.protocol.KnownRefusal;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonReader;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Refusal;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows callers by the token in {@code Authorization: Bearer}. */
final class Identity {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20)).takingTheLast();
    private static final long PROVIDERS_LEEWAY = 60;

    private final Optional<OwnKey> own;
    private final Map<String, Trusted> providers = new LinkedHashMap<>();
    private final boolean original;
    private final InstantSource clock;
    private final VerifiedTokens verified = new VerifiedTokens();

    private record Trusted(TokenSettings.Provider settings, ProviderKeys keys) {}

    /** Creates an identity over the server's own key, where there is one, and identity providers. */
    Identity(Optional<OwnKey> own, List<TokenSettings.Provider> providers, boolean original, InstantSource clock) {
        this.own = own;
        providers.forEach(each -> this.providers.put(
                each.issuer(), new Trusted(each, new ProviderKeys(each.issuer(), each.environment(), clock))));
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
        return caller(token).orElseThrow(() -> Refusals.of(KnownRefusal.INVALID_TOKEN));
    }

    /** Returns what comes after the scheme, which may be in any case and is followed by blanks. */
    private static String token(String header) {
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? "" : header.substring(0, blank);
        String token = header.substring(blank + 1).strip();
        if (!scheme.toLowerCase(Locale.ROOT).equals("bearer") || token.isEmpty()) {
            throw Refusals.of(KnownRefusal.AUTHENTICATION_REQUIRED);
        }
        return token;
    }

    private Optional<Caller> caller(String text) {
        Optional<Claims> known = verified.find(text);
        if (known.isPresent()) {
            return ofOwnClaims(known.get());
        }
        try {
            JWSObject token = JWSObject.parse(text);
            Optional<Trusted> provider = provider(token);
            return provider.isPresent() ? ofProvider(token, provider.get()) : ofOwnKey(token, text);
        } catch (ParseException | IllegalArgumentException | JsonException e) {
            return Optional.empty();
        }
    }

    /** Looks into what is not yet verified, only to choose by which keys it has to be. */
    private Optional<Trusted> provider(JWSObject token) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        boolean asymmetric = algorithm.equals(JWSAlgorithm.RS256) || algorithm.equals(JWSAlgorithm.ES256);
        return !providers.isEmpty()
                        && asymmetric
                        && claims(token.getPayload().toBytes()).claim("iss") instanceof String issuer
                ? Optional.ofNullable(providers.get(issuer))
                : Optional.empty();
    }

    private Optional<Caller> ofOwnKey(JWSObject token, String text) {
        Optional<Claims> claims = own.flatMap(key -> key.verify(token)).map(Identity::claims);
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

    private Optional<Caller> ofProvider(JWSObject token, Trusted provider) {
        TokenSettings.Provider from = provider.settings();
        return provider.keys()
                .verify(token)
                .map(Identity::claims)
                .filter(claims -> claims.isTimely(clock.instant(), true, PROVIDERS_LEEWAY)
                        && claims.hasTextIds()
                        && isFor(claims.claim("aud"), from.audience())
                        && !isUnverified(claims)
                        && from.required().entrySet().stream()
                                .allMatch(rule -> rule.getValue().equals(claims.claim(rule.getKey()))))
                .flatMap(claims -> caller(
                        claims,
                        claims.identity(from.nameClaims()),
                        claims.projects(from.projectClaims(), true)
                                .map(said -> said.isEmpty() ? from.projects() : said),
                        claims.has(from.roleClaim())
                                ? claims.claim(from.roleClaim())
                                : from.role().orElse(null)));
    }

    /** Whoever may choose their address at the provider must not become somebody else here. */
    private static boolean isUnverified(Claims claims) {
        return claims.has("email_verified")
                && !Boolean.TRUE.equals(claims.claim("email_verified"))
                && !"true".equals(claims.claim("email_verified"));
    }

    private static boolean isFor(@Nullable Object audience, String wanted) {
        return wanted.equals(audience) || audience instanceof List<?> several && several.contains(wanted);
    }

    private Optional<Caller> caller(
            Claims claims, Optional<String> name, Optional<List<String>> projects, @Nullable Object role) {
        Optional<Role> known = role instanceof String text ? Role.of(text) : Optional.empty();
        if (name.isEmpty() || projects.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> jti = Optional.ofNullable((String) claims.claim("jti"));
        if (jti.isPresent() && Names.wrong(jti.get()).isPresent()) {
            // It goes into the audit log, which could not hold it.
            return Optional.empty();
        }
        boolean everywhere =
                known.get() == Role.OWNER && (original || projects.get().isEmpty());
        return Optional.of(new Caller(name.get(), known.get(), projects.get(), everywhere, jti));
    }

    private static Claims claims(byte[] payload) {
        return new Claims(READER.object(new String(payload, StandardCharsets.UTF_8)));
    }
}
