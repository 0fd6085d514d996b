package io.envdrift.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.JsonClient;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an identity provider, found by its discovery document over https, kept, and asked for again when a
 * token names a key that is not there, at most once a minute. Of a token's header only {@code alg} and {@code kid} are
 * used.
 */
final class ProviderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(1);
    /** After this the keys are asked for again even if all are there: the provider may have withdrawn one. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20));
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final String issuer;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private volatile JWKSet keys = new JWKSet();
    private volatile @Nullable Instant asked;

    /**
     * Prepares the keys; nothing is asked for yet.
     *
     * @param environment says which proxies and certificate authorities there are
     */
    ProviderKeys(String issuer, Map<String, String> environment, InstantSource clock) {
        this.issuer = issuer;
        this.environment = environment;
        this.clock = clock;
    }

    /** Returns the payload of a token that one of the keys signed. */
    Optional<byte[]> verify(JWSObject token) {
        String kid = token.getHeader().getKeyID();
        if (kid == null || token.getHeader().getCriticalParams() != null) {
            return Optional.empty();
        }
        try {
            Optional<JWSVerifier> verifier =
                    verifier(key(kid), token.getHeader().getAlgorithm());
            return verifier.isPresent() && token.verify(verifier.get())
                    ? Optional.of(token.getPayload().toBytes())
                    : Optional.empty();
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    private static Optional<JWSVerifier> verifier(@Nullable JWK key, JWSAlgorithm algorithm) throws JOSEException {
        if (key == null || key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
            return Optional.empty();
        }
        if (algorithm.equals(JWSAlgorithm.RS256) && key.getKeyType().equals(KeyType.RSA)) {
            return Optional.of(new RSASSAVerifier(key.toRSAKey()));
        }
        if (algorithm.equals(JWSAlgorithm.ES256) && key.getKeyType().equals(KeyType.EC)) {
            return Optional.of(new ECDSAVerifier(key.toECKey()));
        }
        return Optional.empty();
    }

    /** A known key is returned without waiting: a stranger may name any key, and a provider may be slow to deny one. */
    private @Nullable JWK key(String kid) {
        JWK known = isOld(asked, clock.instant()) ? null : keys.getKeyByKeyId(kid);
        return known == null ? askedFor(kid) : known;
    }

    private static boolean isOld(@Nullable Instant asked, Instant now) {
        return asked == null || now.isAfter(asked.plus(KEPT));
    }

    private synchronized @Nullable JWK askedFor(String kid) {
        Instant now = clock.instant();
        Instant before = asked;
        JWK key = keys.getKeyByKeyId(kid);
        boolean allowed = before == null || !now.isBefore(before.plus(BETWEEN_REQUESTS));
        if (isOld(before, now) || key == null && allowed) {
            asked = now;
            try {
                keys = fetch();
            } catch (EnvdriftException | ParseException | IllegalArgumentException e) {
                // The known keys are kept: a provider that is down for a while must not stop all callers.
                LOG.warn("Cannot get the keys of {}: {}", issuer, e.getMessage());
            }
            key = keys.getKeyByKeyId(kid);
        }
        return key;
    }

    private JWKSet fetch() throws ParseException {
        JsonObject discovery = get(issuer + (issuer.endsWith("/") ? DISCOVERY.substring(1) : DISCOVERY));
        if (!discovery.requireText("issuer").equals(issuer)) {
            throw new IllegalArgumentException("its discovery document is of another issuer");
        }
        String text = new String(body(discovery.requireText("jwks_uri")), StandardCharsets.UTF_8);
        return JWKSet.parse(text);
    }

    private JsonObject get(String url) {
        return READER.object(body(url));
    }

    private byte[] body(String url) {
        URI whole = URI.create(url);
        URI root = URI.create(whole.getScheme() + "://" + whole.getRawAuthority());
        String path = whole.getRawPath() + (whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery());
        try (JsonClient client = JsonClient.at(root, "envdrift-server", environment, TIMEOUT)) {
            HttpResponse response = client.send(client.get(path));
            if (response.status() != 200) {
                throw new IllegalArgumentException("it answered " + response.status());
            }
            return response.body();
        }
    }
}
