package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.GateFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the findings in an env file's text into a refusal, a warning, or nothing. */
public final class TextGate {
    /** An untrusted file must not fill the screen or the log of a build. */
    private static final int MOST_WARNINGS = 100;

    private TextGate() {}

    /** Returns the findings that lie in the text and in no value. */
    static List<GateFinding> defects(EnvDocument document) {
        return GateFinding.of(document, List.of()).stream()
                .filter(GateFinding::isTextDefect)
                .toList();
    }

    /** Returns one line per place that parsers read differently than its author meant it, for commands that read on. */
    public static List<String> warnings(Path file, EnvDocument document) {
        List<GateFinding> defects = defects(document);
        List<String> lines = new ArrayList<>();
        for (GateFinding finding : defects.subList(0, Math.min(MOST_WARNINGS, defects.size()))) {
            lines.add(file + ": " + finding.message());
        }
        if (defects.size() > MOST_WARNINGS) {
            lines.add(file + ": and " + (defects.size() - MOST_WARNINGS) + " more such places");
        }
        return lines;
    }

    /** Returns the error of a file that was left as it is because of these findings. */
    static UnsoundFileException refusal(Path file, List<GateFinding> findings) {
        return refusal(file, findings, findings);
    }

    /** Returns the same error, with further findings that were no reason. */
    static UnsoundFileException refusal(Path file, List<GateFinding> findings, List<GateFinding> all) {
        ErrorCode code = switch (findings.getFirst().kind()) {
            case INVALID_PUBLIC_KEY -> ErrorCode.INVALID_PUBLIC_KEY;
            case PRIVATE_KEY, SOPS, NOTHING_ENCRYPTED -> ErrorCode.UNSUITABLE_FILE;
            case PLAINTEXT,
                    INCOMPLETE_CIPHERTEXT,
                    CUT_VALUE,
                    UNCLOSED_QUOTE,
                    NO_ASSIGNMENT,
                    MERGE_CONFLICT,
                    SEALED_TEXT -> ErrorCode.PLAINTEXT_LEFT;
        };
        UnsoundFileException refusal = new UnsoundFileException(
                code,
                file + ": " + GateFinding.headline(findings),
                findings.getFirst().advice(),
                all);
        var unused = refusal.at(file).atLine(findings.getFirst().line());
        return refusal;
    }

    /**
     * Refuses to write into a file whose text is not read as it was meant.
     *
     * @throws EnvdriftException {@code PLAINTEXT_LEFT} when there is such text
     */
    static void requireSound(Path file, EnvDocument document) {
        List<GateFinding> defects = defects(document);
        if (!defects.isEmpty()) {
            throw refusal(file, defects);
        }
    }

    /**
     * Refuses to give out values of a file whose merge was not settled: half of them are the other side's.
     *
     * @throws EnvdriftException {@code PLAINTEXT_LEFT} when there are conflict markers
     */
    public static void requireNoConflict(Path file, EnvDocument document) {
        List<GateFinding> conflicts = defects(document).stream()
                .filter(finding -> finding.kind() == GateFinding.Kind.MERGE_CONFLICT)
                .toList();
        if (!conflicts.isEmpty()) {
            throw refusal(file, conflicts);
        }
    }
}
