package io.envdrift.server.api.envsync;

import io.envdrift.crypto.Sha256;
import io.envdrift.server.identity.Claims;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The claims of tokens whose signature was found right, by the server's own key, which does not change while the server
 * runs. A token comes with every call of its holder; to look into it once was two fifths of a pull. What may change is
 * asked every time: expiry, revocation, rights.
 *
 * <p>Only valid tokens are remembered, so callers without one cannot fill the memory; they are remembered by digest, so
 * that no token lies in memory.
 */
final class VerifiedTokens {
    private static final int MOST = 1000;

    private final Map<String, Claims> byDigest = new ConcurrentHashMap<>();

    Optional<Claims> find(String token) {
        return Optional.ofNullable(byDigest.get(Sha256.hex(token)));
    }

    void remember(String token, Claims claims) {
        if (byDigest.size() >= MOST) {
            byDigest.clear();
        }
        byDigest.put(Sha256.hex(token), claims);
    }
}
