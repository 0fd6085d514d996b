package io.envdrift.provider.local;

import io.envdrift.base.ErrorCode;
import io.envdrift.crypto.AesGcm;
import io.envdrift.vault.VaultException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sealed form of a vault. Text, so that git takes it as such; lines end with a line feed:
 *
 * <pre>
 * envdrift-vault 1
 * kdf pbkdf2-hmac-sha256 600000 SALT      (or: kdf hkdf-sha256 0 SALT)
 * nonce NONCE
 *
 * BODY
 * </pre>
 *
 * <p>SALT (16 bytes), NONCE (12 bytes) and BODY are base64, the body in lines of 76 characters. The body is the JSON of
 * {@link ContentJson}, sealed with AES-256-GCM; its associated data is the first two lines, so that neither the version nor
 * the derivation can be changed.
 *
 * @param derivation how the key is made
 * @param nonce 12 bytes, new for each write
 * @param body ciphertext and tag
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record VaultFile(KeyDerivation derivation, byte[] nonce, byte[] body) {
    /** More rounds than this are a trap, not a protection: they would take minutes. */
    static final int MOST_ROUNDS = 10_000_000;

    private static final String MAGIC = "envdrift-vault ";
    private static final String VERSION_LINE = MAGIC + "1\n";
    private static final String DAMAGED = "is no envdrift vault, or damaged";
    private static final int NONCE_LENGTH = 12;
    private static final Pattern FORM = Pattern.compile("envdrift-vault 1\\n"
            + "kdf (?<function>pbkdf2-hmac-sha256|hkdf-sha256) (?<rounds>0|[1-9][0-9]{0,9})"
            + " (?<salt>[A-Za-z0-9+/]{22}==)\\n"
            + "nonce (?<nonce>[A-Za-z0-9+/]{16})\\n"
            + "\\n"
            + "(?<body>[A-Za-z0-9+/\\x0A]*+={0,2})\\x0A*");

    /** Seals a text under a key, with a new nonce. */
    static VaultFile seal(KeyDerivation derivation, byte[] key, byte[] plaintext) {
        byte[] nonce = new byte[NONCE_LENGTH];
        new SecureRandom().nextBytes(nonce);
        return new VaultFile(derivation, nonce, AesGcm.seal(key, nonce, plaintext, associatedData(derivation)));
    }

    /** Opens the seal; nothing when the key is another's, or a bit was changed. */
    Optional<byte[]> open(byte[] key) {
        return AesGcm.open(key, nonce, body, associatedData(derivation));
    }

    /** Returns the file's bytes. */
    byte[] bytes() {
        Base64.Encoder lines = Base64.getMimeEncoder(76, new byte[] {'\n'});
        String text = VERSION_LINE + derivation.line() + "nonce "
                + Base64.getEncoder().encodeToString(nonce) + "\n\n" + lines.encodeToString(body) + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a file's bytes. Line ends that git or an editor turned into CR LF do no harm.
     *
     * @param label names the vault in errors
     * @throws VaultException {@code MALFORMED_ANSWER} when it is no such file, of a later version, or wants more than
     *     {@value #MOST_ROUNDS} rounds
     */
    static VaultFile parse(byte[] content, String label) {
        String text = new String(content, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            if (text.startsWith(MAGIC) && !text.startsWith(VERSION_LINE)) {
                throw malformed(label, "was written by a newer version of envdrift", "update envdrift");
            }
            throw malformed(label, DAMAGED);
        }
        KeyDerivation.Kind kind = matcher.group("function").equals(KeyDerivation.Kind.PASSPHRASE.function())
                ? KeyDerivation.Kind.PASSPHRASE
                : KeyDerivation.Kind.KEY_FILE;
        long rounds = Long.parseLong(matcher.group("rounds"));
        if (rounds > MOST_ROUNDS) {
            throw malformed(label, "wants " + rounds + " rounds of key derivation, more than " + MOST_ROUNDS);
        }
        if ((kind == KeyDerivation.Kind.PASSPHRASE) != (rounds > 0)) {
            throw malformed(label, DAMAGED);
        }
        try {
            return new VaultFile(
                    new KeyDerivation(kind, (int) rounds, matcher.group("salt")),
                    decode(matcher.group("nonce")),
                    decode(matcher.group("body").replace("\n", "")));
        } catch (IllegalArgumentException e) {
            throw malformed(label, DAMAGED);
        }
    }

    /** Decodes base64, and refuses forms in which bits are set that carry nothing. */
    private static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the only form");
        }
        return bytes;
    }

    private static byte[] associatedData(KeyDerivation derivation) {
        return (VERSION_LINE + derivation.line()).getBytes(StandardCharsets.US_ASCII);
    }

    private static VaultException malformed(String label, String what) {
        return malformed(label, what, "restore it from git or a backup, or correct path in [vault.local]");
    }

    private static VaultException malformed(String label, String what, String hint) {
        return new VaultException(ErrorCode.MALFORMED_ANSWER, label, "The file of " + label + " " + what, hint, null);
    }
}
