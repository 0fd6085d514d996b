package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import java.util.List;

/**
 * The result of a decryption.
 *
 * @param document the result, with values left encrypted that failed; the same object when nothing was to do
 * @param decrypted names of values that are plaintext now, in file order
 * @param skipped names of encrypted values that were not selected
 * @param failures values that stay encrypted although they were selected
 */
public record DecryptedDocument(
        EnvDocument document, List<String> decrypted, List<String> skipped, List<Failure> failures) {
    public DecryptedDocument {
        decrypted = List.copyOf(decrypted);
        skipped = List.copyOf(skipped);
        failures = List.copyOf(failures);
    }

    /**
     * Returns the result when every selected value was decrypted.
     *
     * @throws EnvdriftException {@code MISSING_PRIVATE_KEY}, {@code WRONG_PRIVATE_KEY}, {@code UNQUOTABLE_VALUE} or
     *     {@code DECRYPTION_FAILED} with the names of those that were not
     */
    public EnvDocument orThrow() {
        Failures.throwIfAny(failures);
        return document;
    }
}
