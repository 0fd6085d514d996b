package io.envdrift.workflow.files;

import io.envdrift.base.Secret;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares two env files by names and, where the keys are at hand, by equal or different; never by value. */
public record DiffFiles(FileKeys keys) {
    /** How a variable differs. */
    public enum Difference {
        /** Only the first file has it. */
        REMOVED,
        /** Only the second file has it. */
        ADDED,
        /** Both have it, with different values. */
        CHANGED,
        /** Both have it, with the same value. */
        UNCHANGED,
        /** Both have it, and a value is encrypted to a key that is not at hand. */
        UNKNOWN
    }

    /**
     * One variable.
     *
     * @param lineInFirst its line in the first file, from 1; 0 when it is not there
     * @param lineInSecond its line in the second file, from 1; 0 when it is not there
     */
    public record Entry(String name, Difference difference, int lineInFirst, int lineInSecond) {}

    /** The values of one file that count: the last line of each name, without keys. */
    private record Side(Map<String, Assignment> lines, Map<String, Secret> values) {}

    /**
     * Compares; the result is sorted by name. Lines of public keys are left out: each file has its own. So is text that was
     * not meant as an assignment, whose name may be what was to be kept secret.
     *
     * @param warnings is told of text that is not compared
     * @throws io.envdrift.base.EnvdriftException when a file cannot be read, or the vault of an ephemeral mapping cannot
     */
    public List<Entry> run(OwnedFile first, OwnedFile second, Consumer<List<String>> warnings) {
        Side one = read(first, warnings);
        Side other = read(second, warnings);
        SortedSet<String> names = new TreeSet<>(one.lines().keySet());
        names.addAll(other.lines().keySet());
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(new Entry(name, difference(name, one, other), line(one, name), line(other, name)));
        }
        return entries;
    }

    private Side read(OwnedFile file, Consumer<List<String>> warnings) {
        EnvDocument document = EnvFile.parse(file.snapshot());
        warnings.accept(TextGate.warnings(file.file(), document));
        Map<String, Assignment> lines = new HashMap<>();
        document.intended().stream()
                .filter(line -> !KeyNames.isPublic(line.name()))
                .forEach(line -> lines.put(line.name(), line));
        boolean encrypted = !EncryptionState.of(document).encrypted().isEmpty();
        KeyRing ring = encrypted ? keys.of(file) : KeyRing.empty();
        var read = new EnvFileCipher(new SecureRandom()).read(document, ring);
        Map<String, Secret> values = new HashMap<>();
        read.values().forEach(value -> values.put(value.name(), Secret.of(value.value())));
        // An earlier line of the name may have been read where the last one, which counts, could not.
        read.failures().forEach(failure -> values.remove(failure.name()));
        return new Side(lines, values);
    }

    private static Difference difference(String name, Side one, Side other) {
        if (!other.lines().containsKey(name)) {
            return Difference.REMOVED;
        }
        if (!one.lines().containsKey(name)) {
            return Difference.ADDED;
        }
        Optional<Secret> before = Optional.ofNullable(one.values().get(name));
        Optional<Secret> after = Optional.ofNullable(other.values().get(name));
        if (before.isEmpty() || after.isEmpty()) {
            // The same ciphertext is the same value, whoever can open it.
            return text(one, name).equals(text(other, name)) ? Difference.UNCHANGED : Difference.UNKNOWN;
        }
        return before.equals(after) ? Difference.UNCHANGED : Difference.CHANGED;
    }

    private static Optional<String> text(Side side, String name) {
        return Optional.ofNullable(side.lines().get(name)).map(Assignment::value);
    }

    private static int line(Side side, String name) {
        Assignment line = side.lines().get(name);
        return line == null ? 0 : line.line();
    }
}
