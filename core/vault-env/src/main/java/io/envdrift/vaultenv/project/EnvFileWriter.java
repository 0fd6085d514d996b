package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileKind;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes .env files: owner-only, atomically, and so that they are read back the same. */
public final class EnvFileWriter {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final List<String> IGNORED = List.of(".env", ".vault-cache");
    private static final AtomicFile WRITER = new AtomicFile(FileOperations.system());

    private EnvFileWriter() {}

    /**
     * Replaces a file by one that holds exactly these values.
     *
     * @throws EnvdriftException {@code UNQUOTABLE_VALUE} when a name or a value cannot be written so that it is read back
     *     the same; nothing was written then
     */
    public static void write(Path file, Map<String, String> values) {
        WRITER.write(file, render(values).getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
    }

    /**
     * Returns the text of a file with these values, one line each, values quoted.
     *
     * @throws EnvdriftException see {@link #write}
     */
    public static String render(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (!isName(name)) {
                throw new EnvdriftException(
                        ErrorCode.UNQUOTABLE_VALUE,
                        "The name '" + name + "' cannot be written to a .env file",
                        "names consist of letters, digits, dots, dashes and underscores; --output - with --format json"
                                + " prints any");
            }
            String quoted = quoted(value)
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.UNQUOTABLE_VALUE,
                            "The value of " + name + " fits none of the quotes of a .env file",
                            "read it with the client library, or with --output - and --format json"))
                    .written("\n");
            text.append(name).append('=').append(quoted).append('\n');
        });
        return text.toString();
    }

    /** Prefers double quotes, and single ones where other readers, ours among them, would expand a {@code $}. */
    private static Optional<Quoting> quoted(String value) {
        if (value.indexOf('\0') >= 0 || !StrictText.isEncodable(value)) {
            return Optional.empty();
        }
        return Quoting.ofAnywhere(value, value.indexOf('$') >= 0 ? Quote.SINGLE : Quote.DOUBLE)
                .or(() -> Quoting.ofAnywhere(value, Quote.NONE));
    }

    /** Tells whether a .env file can have a variable of this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Puts the key into a file, in place of the one that is there or on a line of its own at the end. */
    public static void putKey(Path file, VaultKey key) {
        EnvDocument document =
                FileSnapshot.of(file).content().map(EnvDocument::decode).orElseGet(EnvDocument::empty);
        Optional<Assignment> present = document.last(LocalEnv.VAULT_KEY);
        String text = key.text().reveal();
        EnvDocument edited = present.isPresent()
                ? document.edit().replaceValue(present.get(), text).apply()
                : appended(document, LocalEnv.VAULT_KEY + "=" + text);
        WRITER.write(file, edited.bytes(), FileAccess.OWNER_ONLY);
    }

    /**
     * Lists what must not be committed in the {@code .gitignore} of a directory, as far as it is not there. A link, which git
     * itself does not read, and a file with a second name elsewhere are neither read nor replaced.
     *
     * @return the lines that were added; all lines, each with a hint, when the user must add them
     */
    static List<String> ignore(Path directory) {
        Path file = directory.resolve(".gitignore");
        if (!FileKind.isPlainOrAbsent(file)) {
            return IGNORED.stream()
                    .map(line -> line + " (not written: .gitignore is a link or has another name elsewhere; add it)")
                    .toList();
        }
        String before = FileSnapshot.of(file)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
        List<String> added = new ArrayList<>(IGNORED);
        before.lines()
                .map(String::strip)
                .forEach(line -> added.removeIf(name -> line.equals(name) || line.equals("/" + name)));
        if (!added.isEmpty()) {
            String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            String text = before + gap + String.join("\n", added) + "\n";
            // What is there stays byte for byte, whatever its encoding.
            WRITER.write(file, text.getBytes(StandardCharsets.ISO_8859_1), FileAccess.USUAL);
        }
        return added;
    }

    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    }

    private static EnvDocument appended(EnvDocument document, String line) {
        String text = document.text();
        String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return document.edit()
                .replace(text.length(), text.length(), gap + line + "\n")
                .apply();
    }
}
