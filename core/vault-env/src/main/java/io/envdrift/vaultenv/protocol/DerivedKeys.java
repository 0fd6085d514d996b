package io.envdrift.vaultenv.protocol;

import io.envdrift.crypto.Hkdf;
import io.envdrift.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Input key material and the two keys derived from it.
 *
 * <p>Blobs are encrypted with the key of vault key <em>and</em> device secret. Requests are signed with the key of the
 * vault key <em>alone</em>, always, because a server has to verify the requests of every device.
 */
public final class DerivedKeys {
    private static final byte[] ENCRYPT_SALT = "vault-encrypt-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AUTH_SALT = "vault-auth-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_INFO = {};
    private static final int KEY_LENGTH = 32;

    private final byte[] input;

    private DerivedKeys(byte[] input) {
        this.input = input;
    }

    /** Returns the material of a vault key, mixed with the device's secret when there is one. */
    public static DerivedKeys of(VaultKey key, Optional<DeviceSecret> device) {
        return new DerivedKeys(
                device.map(secret -> HmacSha256.of(key.bytes(), secret.bytes())).orElseGet(key::bytes));
    }

    /** Returns the 32-byte key that signs a project's requests. */
    public static byte[] signingKey(VaultKey key) {
        return of(key, Optional.empty()).authKey();
    }

    /** Returns the 32-byte key that encrypts blobs. */
    public byte[] encryptionKey() {
        return Hkdf.derive(ENCRYPT_SALT, input, NO_INFO, KEY_LENGTH);
    }

    /** Returns the 32-byte authentication key; the protocol uses only that of a material without device. */
    byte[] authKey() {
        return Hkdf.derive(AUTH_SALT, input, NO_INFO, KEY_LENGTH);
    }

    byte[] input() {
        return input.clone();
    }
}
