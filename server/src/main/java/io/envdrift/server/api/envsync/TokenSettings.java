package io.envdrift.server.api.envsync;

import io.envdrift.base.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How callers of EnvSync prove who they are.
 *
 * @param key the secret, or a key in PEM; nothing for the one that {@code envdrift-server token} made, if it did
 * @param algorithm of tokens made with the key: HS256, HS384, HS512, RS256 or ES256
 * @param providers identity providers whose tokens are taken as well, each with another issuer
 * @param original whether tokens need no expiry and owners may work on every project, as on the original's server
 */
public record TokenSettings(Optional<Secret> key, String algorithm, List<Provider> providers, boolean original) {
    /** Copies the list. */
    public TokenSettings {
        providers = List.copyOf(providers);
    }

    /** The algorithm unless configured otherwise. */
    public static final String DEFAULT_ALGORITHM = "HS256";

    /** Returns settings without any key. */
    public static TokenSettings none() {
        return new TokenSettings(Optional.empty(), DEFAULT_ALGORITHM, List.of(), false);
    }

    /**
     * An identity provider, and how its claims are read.
     *
     * @param issuer the URL in {@code iss}; its keys are found by {@code /.well-known/openid-configuration}
     * @param audience what {@code aud} must hold
     * @param nameClaims the first of these that is there says who it is
     * @param projectClaims the first of these that is there says which projects: a list, or the name of one
     * @param roleClaim says the role
     * @param role the role of tokens without that claim; nothing to refuse them
     * @param projects those of tokens without that claim
     * @param required claims that must have these values
     * @param clientId by which people sign in at the provider (device authorization grant), if they may
     * @param environment says which proxies and certificate authorities there are on the way to the provider
     */
    public record Provider(
            String issuer,
            String audience,
            List<String> nameClaims,
            List<String> projectClaims,
            String roleClaim,
            Optional<String> role,
            List<String> projects,
            Map<String, String> required,
            Optional<String> clientId,
            Map<String, String> environment) {}
}
