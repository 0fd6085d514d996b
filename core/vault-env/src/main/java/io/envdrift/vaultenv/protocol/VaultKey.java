package io.envdrift.vaultenv.protocol;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project's key, {@code vk_<projectId>_<secret>}: from it follow the encryption key and the signing key.
 *
 * <p>The project id ends at the second underscore; the secret may hold more of them. What is keyed is always the whole
 * text in UTF-8, the hex of the secret is never decoded.
 */
public final class VaultKey {
    private static final String PREFIX = "vk_";
    private static final int SECRET_BYTES = 32;

    private final String projectId;
    private final Secret text;

    private VaultKey(String projectId, Secret text) {
        this.projectId = projectId;
        this.text = text;
    }

    /** Reads a key; nothing when the text has another form. Prefix and spaces count, id and secret may be empty. */
    public static Optional<VaultKey> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int end = text.indexOf('_', PREFIX.length());
        return end < 0
                ? Optional.empty()
                : Optional.of(new VaultKey(text.substring(PREFIX.length(), end), Secret.of(text)));
    }

    /** Makes a new key of 256 random bits for a project. */
    public static VaultKey generate(String projectId, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new VaultKey(
                projectId, Secret.of(PREFIX + projectId + "_" + HexFormat.of().formatHex(secret)));
    }

    /** Returns the project's id, as the server knows it. It may be anything; check it before it names a file. */
    public String projectId() {
        return projectId;
    }

    /** Returns the whole key. */
    public Secret text() {
        return text;
    }

    /** Returns the part behind the project id. */
    public Secret secret() {
        return Secret.of(text.reveal().substring(PREFIX.length() + projectId.length() + 1));
    }

    byte[] bytes() {
        return text.reveal().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VaultKey key && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return PREFIX + projectId + "_****";
    }
}
