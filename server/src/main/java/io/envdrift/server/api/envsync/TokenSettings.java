package io.envdrift.server.api.envsync;

import io.envdrift.base.Secret;
import io.envdrift.server.identity.IdentityProvider;
import java.util.List;
import java.util.Optional;

/**
 * How callers of EnvSync prove who they are.
 *
 * @param key the secret, or a key in PEM; nothing for the one that {@code envdrift-server token} made, if it did
 * @param algorithm of tokens made with the key: HS256, HS384, HS512, RS256 or ES256
 * @param providers identity providers whose tokens are taken as well, each with another issuer
 * @param original whether tokens need no expiry and owners may work on every project, as on the original's server
 */
public record TokenSettings(
        Optional<Secret> key, String algorithm, List<IdentityProvider> providers, boolean original) {
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
}
