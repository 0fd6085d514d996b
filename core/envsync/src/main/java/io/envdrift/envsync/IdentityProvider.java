package io.envdrift.envsync;

import io.envdrift.json.JsonObject;

/**
 * An identity provider at which people sign in for a server.
 *
 * @param issuer its URL; its endpoints are found by {@code /.well-known/openid-configuration}
 * @param clientId how the server is known there
 */
public record IdentityProvider(String issuer, String clientId) {
    static IdentityProvider read(JsonObject json) {
        return new IdentityProvider(json.requireText("issuer"), json.requireText("client_id"));
    }
}
