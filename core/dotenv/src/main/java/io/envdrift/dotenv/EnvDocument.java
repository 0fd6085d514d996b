package io.envdrift.dotenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of a .env file and the assignments in it. Nothing is lost: what is not edited is written back as it was read,
 * byte for byte, with BOM, CRLF, comments, odd lines and a missing final line end.
 *
 * <p>The text may hold secrets, so {@link #toString()} tells only numbers.
 */
public final class EnvDocument {
    /** The byte order mark, which may be the first character. */
    static final char MARK = '\ufeff';

    private static final EnvDocument EMPTY = parse("");

    private final String text;
    private final List<Assignment> assignments;

    private EnvDocument(String text) {
        this.text = text;
        this.assignments = Grammar.scan(text);
    }

    /** Returns the document of a file without any bytes. */
    public static EnvDocument empty() {
        return EMPTY;
    }

    /** Reads a text. Every text is a document. */
    public static EnvDocument parse(String text) {
        return new EnvDocument(text);
    }

    /**
     * Reads the bytes of a file: UTF-8, whose BOM is kept, or UTF-16 with a BOM, which becomes UTF-8 without one.
     *
     * @throws EnvdriftException {@code NOT_TEXT} when the bytes are neither
     */
    public static EnvDocument decode(byte[] bytes) {
        return tryDecode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_TEXT, "not valid utf-8 text", "convert the file to UTF-8, or restore it"));
    }

    /** Reads the bytes of a file as {@link #decode}; nothing where they are no text. */
    public static Optional<EnvDocument> tryDecode(byte[] bytes) {
        boolean utf16 = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        return StrictText.decode(bytes, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                .map(EnvDocument::parse);
    }

    /** Returns the whole text. */
    public String text() {
        return text;
    }

    /**
     * Returns the text as UTF-8.
     *
     * @throws EnvdriftException {@code NOT_TEXT} when it holds half a surrogate pair, which no decoded document does
     */
    public byte[] bytes() {
        return StrictText.encode(text)
                .orElseThrow(
                        () -> new EnvdriftException(ErrorCode.NOT_TEXT, "the text holds half a surrogate pair", null));
    }

    /** Returns all assignments in file order, those of the same name too. */
    public List<Assignment> assignments() {
        return assignments;
    }

    /** Returns the last assignment of a name, which is the one that counts. */
    public Optional<Assignment> last(String name) {
        for (int i = assignments.size() - 1; i >= 0; i--) {
            if (assignments.get(i).name().equals(name)) {
                return Optional.of(assignments.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the numbers of the lines, from 1, that are neither blank nor a comment nor part of an assignment. Readers
     * skip them, so what they hold can never be encrypted.
     */
    public List<Integer> skippedLines() {
        List<Integer> skipped = new ArrayList<>();
        LineCursor cursor = new LineCursor(text);
        int at = 0;
        for (Assignment assignment : assignments) {
            cursor.collectSkipped(at, startOfAssignment(at, assignment.nameStart()), skipped);
            at = assignment.lineEnd();
        }
        cursor.collectSkipped(at, text.length(), skipped);
        return List.copyOf(skipped);
    }

    /** Returns the places where text stays outside of every value although its author may have meant it as one, by line. */
    public List<TextDefect> defects() {
        return TextDefects.of(this);
    }

    /**
     * Returns the assignments without those that only look like one, as the last line of encoded text does: their names are
     * not to be shown.
     */
    public List<Assignment> intended() {
        Set<Integer> stray = defects().stream()
                .filter(defect -> defect.kind() == TextDefect.Kind.NO_ASSIGNMENT)
                .map(TextDefect::line)
                .collect(Collectors.toSet());
        return assignments.stream().filter(each -> !stray.contains(each.line())).toList();
    }

    /** An {@code export} before the name belongs to the assignment, also lines above it. */
    int startOfAssignment(int from, int nameStart) {
        int end = Blanks.trimEnd(text, from, nameStart);
        boolean exported = end < nameStart && end - from >= 6 && text.startsWith("export", end - 6);
        return exported ? end - 6 : nameStart;
    }

    /** Returns the line end used at an offset: that of its line; in the last line CRLF or CR if one is there, else LF. */
    public String lineSeparatorAt(int offset) {
        return LineCursor.separatorAt(text, offset);
    }

    /** Starts an edit of this document. */
    public EnvEdit edit() {
        return new EnvEdit(this);
    }

    @Override
    public String toString() {
        return "document of " + text.length() + " characters and " + assignments.size() + " assignments";
    }
}
