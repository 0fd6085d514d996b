package io.envdrift.workflow.files;

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
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads env files in memory into the variables of a child process: decrypted, with references expanded and without
 * envdrift's own secrets.
 */
public final class ReadVariables {
    /** What envdrift itself opens vaults and posts reports with, beside the private keys; a command has no use for it. */
    private static final Set<String> OWN_SECRETS =
            Set.of("DOTENV_KEY", "ENVDRIFT_LOCAL_PASSPHRASE", "ENVDRIFT_REPORT_TOKEN");

    private static final String OWN_PASSPHRASES = "ENVSYNC_PASS";

    private final FileKeys keys;
    private final Set<String> allowed;
    private final Consumer<List<String>> warnings;

    /**
     * What a command is given.
     *
     * @param warned names by which the files tell programs to run other code, sorted
     */
    public record Result(ChildEnvironment environment, Set<String> warned) {}

    /**
     * Creates the workflow.
     *
     * @param allowed names of variables that the files may set although they load code into the command
     * @param warnings is told what of a file no reader reads as it was meant
     */
    public ReadVariables(FileKeys keys, Set<String> allowed, Consumer<List<String>> warnings) {
        this.keys = keys;
        this.allowed = Set.copyOf(allowed);
        this.warnings = warnings;
    }

    /**
     * Reads the files in their order; of equal names the last counts.
     *
     * @param environment the variables of this process
     * @param override whether the files win over these
     * @throws EnvdriftException when a value cannot be decrypted or expanded, when a variable would be ciphertext, holds a
     *     NUL character, which no environment can, or loads code into the command and was not allowed
     */
    public Result run(List<OwnedFile> files, Map<String, String> environment, boolean override) {
        Set<String> keptBack = new LinkedHashSet<>();
        Map<String, String> visible = new TreeMap<>(environment);
        environment.keySet().stream().filter(ReadVariables::isOwn).forEach(keptBack::add);
        // A reference to a key would pass the key to the child under another name.
        visible.keySet().removeAll(keptBack);
        List<RawValue> values = new ArrayList<>();
        for (OwnedFile file : files) {
            read(file).stream().filter(value -> !isOwn(value.name())).forEach(values::add);
        }
        Map<String, String> resolved = Interpolation.resolve(values, visible, override);
        for (Map.Entry<String, String> each : resolved.entrySet()) {
            if (each.getValue().equals(environment.get(each.getKey())) && SealedValue.isSealed(each.getValue())) {
                throw ciphertext(each.getKey());
            }
            requireUsable(each.getKey(), each.getValue());
        }
        Map<String, String> changed = new TreeMap<>(resolved);
        changed.entrySet().removeIf(each -> each.getValue().equals(environment.get(each.getKey())));
        return new Result(new ChildEnvironment(resolved, keptBack), LoaderVariables.check(changed, allowed));
    }

    private List<RawValue> read(OwnedFile file) {
        EnvDocument document = document(file);
        warnings.accept(TextGate.warnings(file.file(), document));
        return values(file, document, keys::of);
    }

    /**
     * Reads the text of a file whose values are to be given out.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code NOT_TEXT}, or {@code PLAINTEXT_LEFT} for an unsettled merge
     */
    static EnvDocument document(OwnedFile file) {
        FileSnapshot snapshot = file.snapshot();
        if (!snapshot.existed()) {
            // Under --watch a file can be missing for a moment; a command must not be started without its variables.
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + file.file()).at(file.file());
        }
        EnvDocument document = EnvFile.parse(snapshot);
        TextGate.requireNoConflict(file.file(), document);
        return document;
    }

    /**
     * Reads all values of a file's text; keys are looked for only where something is encrypted.
     *
     * @throws EnvdriftException with file and names when a value cannot be decrypted
     */
    static List<RawValue> values(OwnedFile file, EnvDocument document, Function<OwnedFile, KeyRing> keys) {
        boolean encrypted = !EncryptionState.of(document).encrypted().isEmpty();
        KeyRing ring = encrypted ? keys.apply(file) : KeyRing.empty();
        try {
            return new EnvFileCipher(new SecureRandom()).read(document, ring).orThrow();
        } catch (EnvdriftException e) {
            throw new EnvdriftException(
                            e.code(),
                            file.file() + ": " + e.getMessage(),
                            e.hint().orElse(null),
                            e)
                    .at(file.file());
        }
    }

    /** Tells whether a variable opens something for envdrift itself: it is passed on to no program. */
    public static boolean isOwn(String name) {
        return KeyNames.isPrivate(name) || OWN_SECRETS.contains(name) || name.startsWith(OWN_PASSPHRASES);
    }

    /**
     * Makes sure that a value of a file can be given to a command. It was decrypted: what only begins like ciphertext was meant so.
     *
     * @throws EnvdriftException with the name when it is ciphertext, or holds a NUL character
     */
    public static void requireUsable(String name, String value) {
        if (SealedValue.isSealed(value) && SealedValue.isComplete(value)) {
            throw ciphertext(name);
        }
        if (value.indexOf('\0') >= 0) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    name + " holds a NUL character, which no environment variable can",
                    "encode the value, for example in base64");
        }
    }

    private static EnvdriftException ciphertext(String name) {
        return new EnvdriftException(
                ErrorCode.DECRYPTION_FAILED,
                name + " would still be ciphertext for the command",
                "the process environment or the encrypted value itself holds ciphertext; --override lets the file win");
    }
}
