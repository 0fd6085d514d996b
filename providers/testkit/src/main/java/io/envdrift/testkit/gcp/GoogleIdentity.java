package io.envdrift.testkit.gcp;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may call the fakes: a service account.
 *
 * @param email its name
 * @param key its key, made for this run
 * @param denied permissions it lacks, as in {@code secretmanager.versions.access}; {@code *} is all of them
 */
public record GoogleIdentity(String email, KeyPair key, Set<String> denied) {
    private static final int KEY_BITS = 2048;
    private static final JsonMapper JSON = new JsonMapper();

    /** A service account with a new key, which may do everything. */
    public static GoogleIdentity of(String email) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return new GoogleIdentity(email, generator.generateKeyPair(), Set.of());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** The same account, without some permissions. */
    public GoogleIdentity without(String... permissions) {
        return new GoogleIdentity(email, key, Set.of(permissions));
    }

    /** Returns the id of the key. */
    public String keyId() {
        return "key-of-" + email;
    }

    /** Returns the private key's text, as one line of base64. */
    public String privateKey() {
        return Base64.getEncoder().encodeToString(key.getPrivate().getEncoded());
    }

    /** Returns the file that the console makes for a service account. */
    public String file(String tokenUri) {
        return JSON.createObjectNode()
                .put("type", "service_account")
                .put("project_id", SecretManagerFake.PROJECT)
                .put("private_key_id", keyId())
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + privateKey() + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", email)
                .put("client_id", "100000000000000000001")
                .put("token_uri", tokenUri)
                .put("universe_domain", "googleapis.com")
                .toString();
    }

    boolean isDenied(String permission) {
        return denied.contains(permission) || denied.contains("*");
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return email;
    }
}
