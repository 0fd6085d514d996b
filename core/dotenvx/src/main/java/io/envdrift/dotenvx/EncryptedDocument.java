package io.envdrift.dotenvx;

import io.envdrift.dotenv.EnvDocument;
import java.util.List;

/**
 * The result of an encryption.
 *
 * @param document the result; the same object when nothing was to do
 * @param encrypted names of values that were encrypted afresh, in file order
 * @param kept names of values whose earlier ciphertext was kept
 * @param already names of values that were encrypted before
 * @param skipped names of values that were not selected, or end in {@code _PLAIN}
 */
public record EncryptedDocument(
        EnvDocument document, List<String> encrypted, List<String> kept, List<String> already, List<String> skipped) {
    public EncryptedDocument {
        encrypted = List.copyOf(encrypted);
        kept = List.copyOf(kept);
        already = List.copyOf(already);
        skipped = List.copyOf(skipped);
    }
}
