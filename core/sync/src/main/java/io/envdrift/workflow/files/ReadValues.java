package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.SealedValue;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads one env file in memory into values that know their line: decrypted, references expanded, own secrets kept back. */
public record ReadValues(FileKeys keys) {
    /**
     * A value, and where it stands.
     *
     * @param name the variable
     * @param text the value, decrypted and expanded
     * @param line its line, from 1
     * @param encrypted whether the file holds it encrypted
     */
    public record Value(String name, String text, int line, boolean encrypted) {
        /** Returns name and line, never the value. */
        @Override
        public String toString() {
            return name + " (line " + line + ")";
        }
    }

    /**
     * What a file holds.
     *
     * @param values each name once, in the order of its first line, with value and line of its last
     * @param warnings one line per place that no reader reads as it was meant
     */
    public record Result(List<Value> values, List<String> warnings) {
        /** Copies the lists. */
        public Result {
            values = List.copyOf(values);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a file. Its own lines win over the environment, which is asked only for names that the lines before do not have.
     *
     * @param environment the variables that references may name; private keys among them are not seen
     * @throws EnvdriftException {@code MISSING_PRIVATE_KEY}, {@code WRONG_PRIVATE_KEY}, {@code UNUSABLE_KEY_MATERIAL} or
     *     {@code DECRYPTION_FAILED} with file and names; {@code FILE_NOT_FOUND} when it is gone; {@code PLAINTEXT_LEFT}
     *     when a merge in it was not settled; why a vault that is needed cannot be read
     */
    public Result run(OwnedFile file, Map<String, String> environment) {
        EnvDocument document = ReadVariables.document(file);
        Map<String, String> visible = new TreeMap<>(environment);
        visible.keySet().removeIf(ReadVariables::isOwn);
        List<RawValue> raw = ReadVariables.values(file, document, keys::ofOrVault).stream()
                .filter(value -> !ReadVariables.isOwn(value.name()))
                .toList();
        Map<String, Assignment> lines = new TreeMap<>();
        document.assignments().forEach(each -> lines.put(each.name(), each));
        List<Value> values = new ArrayList<>();
        resolved(file, raw, visible)
                .forEach((name, text) -> values.add(value(file, Objects.requireNonNull(lines.get(name)), text)));
        return new Result(values, TextGate.warnings(file.file(), document));
    }

    private static Map<String, String> resolved(OwnedFile file, List<RawValue> raw, Map<String, String> visible) {
        try {
            return Interpolation.resolve(raw, visible, true);
        } catch (EnvdriftException e) {
            throw e.about(file.file());
        }
    }

    private static Value value(OwnedFile file, Assignment line, String text) {
        if (SealedValue.isSealed(text)) {
            throw new EnvdriftException(
                            ErrorCode.DECRYPTION_FAILED,
                            file.file() + ": " + line.name() + " (line " + line.line() + ") is still ciphertext",
                            "the encrypted value itself holds ciphertext, or a reference names some; set it again")
                    .at(file.file())
                    .atLine(line.line())
                    .naming(List.of(line.name()));
        }
        return new Value(line.name(), text, line.line(), line.valueStartsWith(SealedValue.PREFIX));
    }
}
