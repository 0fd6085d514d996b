package io.envdrift.server.seal;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The server's own key, 64 hex digits. Sealed text is {@code <key id>.2.<base64 of IV, ciphertext and tag>} in AES-256-GCM,
 * with the context as associated data; the key id tells which key sealed it and tells nothing about the key. The first form
 * had no {@code 2.} and contexts without names; it is still read.
 */
public final class MasterKey implements Sealer {
    private static final int IV_LENGTH = 12;
    private static final int ID_BYTES = 4;
    private static final String FORM = "2.";
    private static final byte[] ID_LABEL = "envdrift-server-key-id".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;
    private final String id;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(byte[] key) {
        this.key = key;
        this.id = HexFormat.of().formatHex(HmacSha256.of(key, ID_LABEL), 0, ID_BYTES);
    }

    /**
     * Reads a key.
     *
     * @throws EnvdriftException {@code SERVER} when the text, without the white space around it, is not 64 hex digits
     */
    public static MasterKey parse(Secret text) {
        try {
            byte[] key = HexFormat.of().parseHex(text.reveal().strip());
            if (key.length == AesGcm.KEY_LENGTH) {
                return new MasterKey(key);
            }
        } catch (IllegalArgumentException e) {
            // Said below; the parser's own message would quote the key.
        }
        throw new EnvdriftException(
                ErrorCode.SERVER, "The master key is not 64 hex digits", "make one with: openssl rand -hex 32");
    }

    /** Makes the text of a new key. */
    public static Secret generate() {
        byte[] bytes = new byte[AesGcm.KEY_LENGTH];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }

    /** Returns the name of the key, 8 hex digits. */
    public String id() {
        return id;
    }

    @Override
    public String seal(byte[] plaintext, SealContext context) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        byte[] sealed = AesGcm.seal(key, iv, plaintext, context.text().getBytes(StandardCharsets.UTF_8));
        byte[] packed = ByteBuffer.allocate(iv.length + sealed.length)
                .put(iv)
                .put(sealed)
                .array();
        return id + "." + FORM + Base64.getEncoder().encodeToString(packed);
    }

    @Override
    public byte[] open(String sealed, SealContext context) {
        if (!sealed.startsWith(id + ".")) {
            throw foreign();
        }
        String rest = sealed.substring(id.length() + 1);
        return rest.startsWith(FORM)
                ? open(rest.substring(FORM.length()), context.text())
                : open(rest, context.bare().orElseThrow(MasterKey::foreign));
    }

    private byte[] open(String base64, String context) {
        byte[] packed = Base64.getDecoder().decode(base64);
        if (packed.length <= IV_LENGTH) {
            throw foreign();
        }
        byte[] iv = new byte[IV_LENGTH];
        byte[] text = new byte[packed.length - IV_LENGTH];
        ByteBuffer.wrap(packed).get(iv).get(text);
        return AesGcm.open(key, iv, text, context.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(MasterKey::foreign);
    }

    @Override
    public String toString() {
        return "master key " + id;
    }

    private static EnvdriftException foreign() {
        return new EnvdriftException(
                ErrorCode.SERVER,
                "The database was sealed with another master key",
                "start the server with the master key that belongs to this database");
    }
}
