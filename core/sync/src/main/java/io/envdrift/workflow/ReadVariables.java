package io.envdrift.workflow;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.SealedValue;
import io.envdrift.files.FileSnapshot;
import io.envdrift.process.ChildEnvironment;
import io.envdrift.sync.EnvFile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads env files in memory into what a child process is given: decrypted, references expanded, keys kept back. */
public final class ReadVariables {
    private static final String VAULT_KEY_OF_DOTENV = "DOTENV_KEY";

    private final FileKeys keys;

    /** Creates the workflow. */
    public ReadVariables(FileKeys keys) {
        this.keys = keys;
    }

    /**
     * Reads the files in their order; of equal names the last counts.
     *
     * @param environment the variables of this process
     * @param override whether the files win over these
     * @throws EnvdriftException when a value cannot be decrypted or expanded, when a variable would be ciphertext, or
     *     holds a NUL character, which no environment can
     */
    public ChildEnvironment run(List<OwnedFile> files, Map<String, String> environment, boolean override) {
        Set<String> keptBack = new LinkedHashSet<>();
        Map<String, String> visible = new TreeMap<>(environment);
        environment.keySet().stream().filter(ReadVariables::isKey).forEach(keptBack::add);
        // A reference to a key would carry it into the child under another name.
        visible.keySet().removeAll(keptBack);
        List<RawValue> values = new ArrayList<>();
        for (OwnedFile file : files) {
            read(file).stream().filter(value -> !isKey(value.name())).forEach(values::add);
        }
        Map<String, String> resolved = Interpolation.resolve(values, visible, override);
        resolved.forEach(ReadVariables::requireUsable);
        return new ChildEnvironment(resolved, keptBack);
    }

    private List<RawValue> read(OwnedFile file) {
        FileSnapshot snapshot = FileSnapshot.of(file.file());
        if (!snapshot.existed()) {
            // Under --watch a file can be gone for a moment; a command without its variables is nobody's wish.
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + file.file());
        }
        EnvDocument document = EnvFile.parse(snapshot);
        boolean encrypted = !EncryptionState.of(document).encrypted().isEmpty();
        KeyRing ring = encrypted ? keys.of(file) : KeyRing.empty();
        try {
            return new EnvFileCipher(new SecureRandom()).read(document, ring).orThrow();
        } catch (EnvdriftException e) {
            throw new EnvdriftException(
                    e.code(), file.file() + ": " + e.getMessage(), e.hint().orElse(null), e);
        }
    }

    private static boolean isKey(String name) {
        return KeyNames.isPrivate(name) || name.equals(VAULT_KEY_OF_DOTENV);
    }

    private static void requireUsable(String name, String value) {
        if (SealedValue.isSealed(value)) {
            throw new EnvdriftException(
                    ErrorCode.DECRYPTION_FAILED,
                    name + " would still be ciphertext for the command",
                    "the process environment or the encrypted value itself holds ciphertext; --override lets the file"
                            + " win");
        }
        if (value.indexOf('\0') >= 0) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    name + " holds a NUL character, which no environment variable can",
                    "encode the value, for example in base64");
        }
    }
}
