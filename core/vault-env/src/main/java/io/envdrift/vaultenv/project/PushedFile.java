package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vaultenv.LocalEnv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A .env file that is to be pushed.
 *
 * @param values what it holds but for {@code VAULT_KEY}, read by envdrift's grammar
 * @param warnings places that may be read differently than intended: names and lines, never values
 */
public record PushedFile(Map<String, String> values, List<String> warnings) {
    /**
     * Reads what the user names, wherever it leads, also a pipe; one that does not exist holds nothing.
     *
     * @param limit how long a pipe is waited for
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be read, {@code NOT_TEXT} when it is no text
     */
    public static PushedFile read(Path file, Duration limit) {
        FileSnapshot snapshot = FileSnapshot.named(file, limit);
        Map<String, String> values = LocalEnv.of(file, snapshot).values();
        EnvDocument document = snapshot.content().map(EnvDocument::decode).orElseGet(EnvDocument::empty);
        String name = String.valueOf(file.getFileName());
        List<String> warnings = new ArrayList<>();
        List<Assignment> counting = document.assignments().stream()
                .filter(each ->
                        document.last(each.name()).filter(last -> last == each).isPresent())
                .filter(each -> !each.name().equals(LocalEnv.VAULT_KEY))
                .toList();
        if (!document.skippedLines().isEmpty()) {
            String lines =
                    document.skippedLines().stream().map(line -> "line " + line).collect(Collectors.joining(", "));
            warnings.add(name + " has text that is no assignment and was not pushed: " + lines);
        }
        warn(
                warnings,
                counting,
                Assignment::isCutByComment,
                name + ": a # ends these values; if the rest belongs to them, quote them: ");
        Map<String, String> original = OriginalReader.read(document.text());
        warn(
                warnings,
                counting,
                each -> !each.value().equals(original.get(each.name())),
                name
                        + ": the original's Node and Python clients read these values differently (see"
                        + " docs/vault-env.md): ");
        return new PushedFile(values, warnings);
    }

    private static void warn(
            List<String> warnings, List<Assignment> assignments, Predicate<Assignment> concerned, String text) {
        List<Assignment> found = assignments.stream().filter(concerned).toList();
        if (!found.isEmpty()) {
            warnings.add(text + found.stream().map(Assignment::toString).collect(Collectors.joining(", ")));
        }
    }

    /** Shows no values. */
    @Override
    public String toString() {
        return "PushedFile" + values.keySet();
    }
}
