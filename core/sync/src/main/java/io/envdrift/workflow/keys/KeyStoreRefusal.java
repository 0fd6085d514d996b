package io.envdrift.workflow.keys;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import java.nio.file.Path;
import java.util.Locale;

/** Says in the original's words that a file is a store of private keys, and no env file. */
public final class KeyStoreRefusal {
    private static final String HINT = "name an env file such as .env.production, not the keys file";

    private KeyStoreRefusal() {}

    /**
     * Refuses what is named like a keys file.
     *
     * @param verb what was to be done with it, as in {@code encrypt}
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for a name that ends with {@code .keys}, in any case of letters
     */
    public static void requireOtherName(Path file, String verb) {
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".keys")) {
            throw refusal(file, verb, "");
        }
    }

    /**
     * Refuses what holds private keys, whatever its name is.
     *
     * @param state what the file holds
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for such a file
     */
    public static void requireOtherContent(Path file, String verb, EncryptionState state) {
        if (!state.privateKeys().isEmpty()) {
            String key = state.privateKeys().getFirst().name();
            throw refusal(file, verb, " (it holds " + key + ")");
        }
    }

    private static EnvdriftException refusal(Path file, String verb, String evidence) {
        return new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        "Refusing to " + verb + " " + file + ": it is the dotenvx private-key store" + evidence,
                        HINT)
                .at(file);
    }
}
