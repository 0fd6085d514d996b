package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Proves an encryption before it is written, because a wrongly encrypted file is lost.
 *
 * @param file the file, for messages
 * @param before the document as it was
 * @param after the document as it shall be
 */
record EncryptionProof(Path file, EnvDocument before, EnvDocument after) {
    /**
     * Makes sure that every selected value is encrypted.
     *
     * @throws EnvdriftException {@code PLAINTEXT_LEFT} when one is not
     */
    void requireNoPlaintext(List<Glob> plainKeys, NameFilter filter) {
        String left = EncryptionState.of(after, plainKeys).plaintext().stream()
                .map(Assignment::name)
                .filter(filter::accepts)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.PLAINTEXT_LEFT,
                    file + ": would still hold plaintext after encryption: " + left,
                    "write these values in quotes; the file was left as it is");
        }
    }

    /**
     * Opens the result with the key that will have to open it, and compares every value with what was there before.
     *
     * @throws EnvdriftException {@code INTERNAL} when one differs
     */
    void requireSameValues(EnvFileCipher cipher, PrivateKey key) {
        if (!values(cipher, before, key).equals(values(cipher, after, key))) {
            throw new EnvdriftException(
                    ErrorCode.INTERNAL,
                    file + ": the encrypted values do not open to the same plaintext; the file was left as it is",
                    "please report this");
        }
    }

    /** Entries, not records of our own: comparing those takes a JVM that just started 10 ms. */
    private static List<Map.Entry<String, Secret>> values(EnvFileCipher cipher, EnvDocument document, PrivateKey key) {
        return cipher.read(document, KeyRing.of(key)).values().stream()
                .filter(value -> !KeyNames.isPublic(value.name()))
                .map(value -> Map.entry(value.name(), Secret.of(value.value())))
                .toList();
    }

    /** Shows neither document: one holds plaintext. */
    @Override
    public String toString() {
        return "proof of " + file;
    }
}
