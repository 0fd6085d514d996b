package io.envdrift.dotenvx;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A file whose text cannot be encrypted value by value (conflict markers, a PEM without quotes, a file that is no text), as one
 * encrypted value: so that git can hold it until somebody mends it, and nobody reads it.
 */
public final class SealedText {
    /** The variable that holds all of the file, in base64. */
    public static final String NAME = "ENVDRIFT_SEALED_TEXT";

    private static final String REMARK = """
        # The text of this file cannot be encrypted value by value, so envdrift keeps it as one. It must not be committed
        # like this: mend the file ('envdrift git status' tells what is wrong).
        """;

    private SealedText() {}

    /** Returns a document that holds these bytes as one value, to be encrypted. */
    public static EnvDocument wrap(byte[] content) {
        return EnvDocument.parse(REMARK + NAME + "=\"" + Base64.getEncoder().encodeToString(content) + "\"\n");
    }

    /** Tells whether a document holds a file as one value. */
    public static boolean isIn(EnvDocument document) {
        return document.last(NAME).isPresent();
    }

    /**
     * Returns the bytes that a decrypted document holds as one value; nothing where it holds none, is still encrypted, or holds more
     * than that: what somebody added would be lost.
     */
    public static Optional<byte[]> unwrap(EnvDocument document) {
        List<Assignment> values = document.assignments().stream()
                .filter(each -> !KeyNames.isPublic(each.name()))
                .toList();
        return values.size() == 1 && document.defects().isEmpty()
                ? document.last(NAME).map(Assignment::value).flatMap(SealedText::decoded)
                : Optional.empty();
    }

    private static Optional<byte[]> decoded(String value) {
        try {
            return SealedValue.isSealed(value)
                    ? Optional.empty()
                    : Optional.of(Base64.getDecoder().decode(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
