package io.envdrift.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        JWSHeader header = token.getHeader();
        return header.getKeyID() != null
                        && header.getCriticalParams() == null
                        && keys(matcher(header)).stream().anyMatch(key -> isSignedBy(token, key))
                ? Optional.of(token.getPayload().toBytes())
                : Optional.empty();
    }

    /** Several keys may have one id: of two kinds by RFC 7517, section 4.5, and of one kind by mistake. */
    private static JWKSelector matcher(JWSHeader header) {
        return new JWKSelector(new JWKMatcher.Builder()
                .keyID(header.getKeyID())
                .keyType(KeyType.forAlgorithm(header.getAlgorithm()))
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(header.getAlgorithm(), null)
                .build());
    }

    private static boolean isSignedBy(JWSObject token, JWK key) {
        try {
            JWSVerifier verifier = key.getKeyType().equals(KeyType.RSA)
                    ? new RSASSAVerifier(key.toRSAKey())
                    : new ECDSAVerifier(key.toECKey());
            return token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    /** Known keys are returned without waiting: a stranger may name any key, and a provider may be slow to deny one. */
    private List<JWK> keys(JWKSelector wanted) {
        List<JWK> known = isOld(asked, clock.instant()) ? List.of() : wanted.select(keys);
        return known.isEmpty() ? askedFor(wanted) : known;
    }

    private static boolean isOld(@Nullable Instant asked, Instant now) {
        return asked == null || now.isAfter(asked.plus(KEPT));
    }

    private synchronized List<JWK> askedFor(JWKSelector wanted) {
        Instant now = clock.instant();
        Instant before = asked;
        boolean allowed = before == null || !now.isBefore(before.plus(BETWEEN_REQUESTS));
        if (isOld(before, now) || wanted.select(keys).isEmpty() && allowed) {
            asked = now;
            try {
                keys = fetch();
            } catch (EnvdriftException | ParseException | IllegalArgumentException e) {
                // The known keys are kept: a provider that is down for a while must not stop all callers.
                LOG.warn("Cannot get the keys of {}: {}", issuer, e.getMessage());
            }
        }
        return wanted.select(keys);
    }

    private JWKSet fetch() throws ParseException {
        JsonObject discovery = get(issuer + (issuer.endsWith("/") ? DISCOVERY.substring(1) : DISCOVERY));
        if (!discovery.requireText("issuer").equals(issuer)) {
            throw new IllegalArgumentException("its discovery document is of another issuer");
        }
        String address = discovery.requireText("jwks_uri");
        if (!address.startsWith("https://")) {
            throw new IllegalArgumentException("its keys are not at an https URL");
        }
        return read(new String(body(address), StandardCharsets.UTF_8));
    }

    /** Keys that cannot be read are passed over (RFC 7517, section 5): a new kind of key must not stop all callers. */
    private JWKSet read(String text) throws ParseException {
        List<JWK> readable = new ArrayList<>();
        // The library takes null for an object, and returns null for it.
        Map<String, Object> set = JSONObjectUtils.parse(text);
        Map<String, Object>[] all = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
        if (all == null || Arrays.asList(all).contains(null)) {
            throw new ParseException("it has no list of keys", 0);
        }
        for (Map<String, Object> each : all) {
            try {
                readable.add(JWK.parse(each));
            } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
                LOG.debug("One of the keys of {} cannot be read: {}", issuer, e.getMessage());
            }
        }
        return new JWKSet(readable);
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
