package io.envdrift.server.api.envsync;

import io.envdrift.base.Secret;
import io.envdrift.server.identity.IdentityProvider;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider at which people sign in.
 *
 * @param clientSecret what some providers want of the client besides
 */
record LoginProvider(String issuer, String clientId, Optional<Secret> clientSecret, ProviderDocument document) {
    /** Holds the client's secret, for the one provider where people sign in. */
    static final String SECRET = "ENVDRIFT_SERVER_OIDC_CLIENT_SECRET";

    /** Returns those of the providers that have a client, by issuer. */
    static Map<String, LoginProvider> of(List<IdentityProvider> providers, InstantSource clock) {
        List<IdentityProvider> open =
                providers.stream().filter(each -> each.clientId().isPresent()).toList();
        Map<String, LoginProvider> all = new LinkedHashMap<>();
        for (IdentityProvider each : open) {
            // With several providers it is not clear whose secret it is, and it must not be sent to another one.
            Optional<Secret> secret = open.size() == 1
                    ? Optional.ofNullable(each.environment().get(SECRET))
                            .filter(text -> !text.isEmpty())
                            .map(Secret::of)
                    : Optional.empty();
            all.put(
                    each.issuer(),
                    new LoginProvider(
                            each.issuer(),
                            each.clientId().orElseThrow(),
                            secret,
                            new ProviderDocument(each.issuer(), each.environment(), clock)));
        }
        return all;
    }
}
