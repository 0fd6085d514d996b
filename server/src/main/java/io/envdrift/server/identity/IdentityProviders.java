package io.envdrift.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import io.envdrift.json.JsonException;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies tokens of identity providers: signature, issuer, audience, times, and the claims that the operator demands. */
public final class IdentityProviders {
    private static final long LEEWAY_SECONDS = 60;

    private final Map<String, Trusted> providers = new LinkedHashMap<>();
    private final InstantSource clock;

    private record Trusted(IdentityProvider settings, ProviderKeys keys) {}

    /** A token that was found right. */
    public record Verified(IdentityProvider provider, Claims claims) {
        /** Returns who it is. */
        public Optional<String> name() {
            return claims.identity(provider.nameClaims());
        }

        /** Returns the projects that the token names, else those of the provider's settings; nothing when the claim is odd. */
        public Optional<List<String>> projects() {
            return claims.projects(provider.projectClaims(), true)
                    .map(said -> said.isEmpty() ? provider.projects() : said);
        }

        /** Tells whether the token is (still) good at a time. */
        public boolean isTimely(Instant now) {
            return claims.isTimely(now, true, LEEWAY_SECONDS);
        }

        /** Returns the role that the token names, of whatever type, else that of the provider's settings. */
        public @Nullable Object role() {
            return claims.has(provider.roleClaim())
                    ? claims.claim(provider.roleClaim())
                    : provider.role().orElse(null);
        }
    }

    /**
     * Prepares the providers; none is asked for anything yet.
     *
     * @param providers each with another issuer
     */
    public IdentityProviders(List<IdentityProvider> providers, InstantSource clock) {
        this.clock = clock;
        providers.forEach(each -> this.providers.put(
                each.issuer(), new Trusted(each, new ProviderKeys(each.issuer(), each.environment(), clock))));
    }

    /** Reads the issuer from the unverified token, only to choose the keys that verify it. */
    public boolean claimsToBeOfOne(JWSObject token) {
        return find(token).isPresent();
    }

    /** Verifies a token. */
    public Optional<Verified> verify(JWSObject token) {
        return find(token)
                .flatMap(trusted -> trusted.keys()
                        .verify(token)
                        .map(Claims::read)
                        .filter(claims -> isGood(claims, trusted.settings()))
                        .map(claims -> new Verified(trusted.settings(), claims)));
    }

    /** Verifies a text that may be a token. */
    public Optional<Verified> verify(String text) {
        if (providers.isEmpty()) {
            return Optional.empty();
        }
        try {
            return verify(JWSObject.parse(text));
        } catch (ParseException | IllegalArgumentException | JsonException e) {
            return Optional.empty();
        }
    }

    private Optional<Trusted> find(JWSObject token) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        boolean asymmetric = algorithm.equals(JWSAlgorithm.RS256) || algorithm.equals(JWSAlgorithm.ES256);
        return !providers.isEmpty()
                        && asymmetric
                        && Claims.read(token.getPayload().toBytes()).claim("iss") instanceof String issuer
                ? Optional.ofNullable(providers.get(issuer))
                : Optional.empty();
    }

    private boolean isGood(Claims claims, IdentityProvider from) {
        return claims.isTimely(clock.instant(), true, LEEWAY_SECONDS)
                && claims.hasTextIds()
                && isFor(claims.claim("aud"), from.audience())
                && !isUnverified(claims)
                && from.required().entrySet().stream()
                        .allMatch(rule -> rule.getValue().equals(claims.claim(rule.getKey())));
    }

    /** An address that the user chose at the provider, unverified, must not make them somebody else here. */
    private static boolean isUnverified(Claims claims) {
        return claims.has("email_verified")
                && !Boolean.TRUE.equals(claims.claim("email_verified"))
                && !"true".equals(claims.claim("email_verified"));
    }

    private static boolean isFor(@Nullable Object audience, String wanted) {
        return wanted.equals(audience) || audience instanceof List<?> several && several.contains(wanted);
    }
}
