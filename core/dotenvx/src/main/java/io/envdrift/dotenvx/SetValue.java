package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sets one value of one document. */
final class SetValue {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    private final EnvDocument document;
    private final Encryption encryption;
    private final SecureRandom random;

    SetValue(EnvDocument document, Encryption encryption, SecureRandom random) {
        this.document = document;
        this.encryption = encryption;
        this.random = random;
    }

    EnvDocument set(String name, String value) {
        if (!NAME.matcher(name).matches() || KeyNames.isPublic(name) || KeyNames.isPrivate(name)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "not a name of a variable that can be set",
                    "use letters, digits, '_', '.' and '-'; keys are not set this way");
        }
        EncryptionState state = EncryptionState.of(document);
        DocumentEncryption.requireEncryptable(state, encryption.recipient());
        boolean plain = name.endsWith(EncryptionState.PLAIN_SUFFIX);
        Rewrite rewrite = new Rewrite(document);
        List<Assignment> present = document.assignments().stream()
                .filter(each -> each.name().equals(name))
                .toList();
        for (Assignment each : present) {
            Quoting quoting = quoting(value, each.quote(), plain);
            String text = "=" + quoting.written(document, each);
            rewrite.put(each, each.nameEnd(), each.writtenEnd(), text, quoting.read());
        }
        if (!plain && state.publicKeys().isEmpty()) {
            rewrite.insertHeader(encryption.recipient(), encryption.names(), encryption.fileName());
        }
        EnvDocument edited = rewrite.applyOrThrow();
        return present.isEmpty() ? append(edited, name, quoting(value, Quote.DOUBLE, plain)) : edited;
    }

    private Quoting quoting(String value, Quote present, boolean plain) {
        Optional<Quoting> quoting = plain
                ? Quoting.ofResolved(value, present)
                // Ciphertext fits into any quotes; the quotes decide whether references in the plaintext are expanded.
                : Quoting.ofAnywhere(
                        SealedValue.seal(value, encryption.recipient(), random).text(),
                        Quoting.isExpandable(value) ? Quote.SINGLE : present);
        return quoting.orElseThrow(() -> new EnvdriftException(
                ErrorCode.UNQUOTABLE_VALUE,
                "no quotes of a .env file can hold this value",
                "encrypted it can be anything: use a name without " + EncryptionState.PLAIN_SUFFIX));
    }

    /** Appends a line; a file that does not end with a line end keeps it so. */
    private static EnvDocument append(EnvDocument document, String name, Quoting quoting) {
        String text = document.text();
        String separator = document.lineSeparatorAt(text.length());
        boolean ended = text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
        String line = name + "=" + quoting.written(separator);
        return document.edit()
                .replace(text.length(), text.length(), ended ? line + separator : separator + line)
                .apply();
    }
}
