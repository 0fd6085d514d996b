package io.envdrift.vaultenv.protocol;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The device's part of the input of the encryption key: any text that is not empty, usually 64 hex digits, used
 * unchanged.
 */
public final class DeviceSecret {
    private static final int RANDOM_BYTES = 32;

    private final Secret text;

    private DeviceSecret(Secret text) {
        this.text = text;
    }

    /** Wraps a text; the empty text stands for no device. */
    public static Optional<DeviceSecret> of(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new DeviceSecret(Secret.of(text)));
    }

    /** Makes a new secret of 256 random bits. */
    public static DeviceSecret generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new DeviceSecret(Secret.of(HexFormat.of().formatHex(bytes)));
    }

    /** Returns the text. */
    public Secret text() {
        return text;
    }

    /** Returns what the server knows the device by: the SHA-256 of the text in lower-case hex. */
    public String hash() {
        return Sha256.hex(bytes());
    }

    byte[] bytes() {
        return text.reveal().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceSecret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "device ****";
    }
}
