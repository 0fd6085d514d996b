package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.List;

/** Replacements in a document, by offset. What lies between them stays as it is. */
public final class EnvEdit {
    private final EnvDocument document;
    private final List<Splice> splices = new ArrayList<>();

    private record Splice(int start, int end, String text) {}

    EnvEdit(EnvDocument document) {
        this.document = document;
    }

    /**
     * Replaces a range of the text; an empty range inserts.
     *
     * @throws IllegalArgumentException when the range is none of the document
     */
    public EnvEdit replace(int start, int end, String text) {
        if (start < 0 || end < start || end > document.text().length()) {
            throw new IllegalArgumentException("no range of the document: " + start + " to " + end);
        }
        splices.add(new Splice(start, end, text));
        return this;
    }

    /** Replaces the text between the quotes of a value, or the unquoted value. */
    public EnvEdit replaceValue(Assignment assignment, String raw) {
        return replace(assignment.valueStart(), assignment.valueEnd(), raw);
    }

    /** Removes an assignment with the whole of its lines, comment and line end included. */
    public EnvEdit removeLines(Assignment assignment) {
        String text = document.text();
        int start = assignment.nameStart();
        while (start > 0 && !Blanks.isLineEnd(text.charAt(start - 1)) && text.charAt(start - 1) != EnvDocument.MARK) {
            start--;
        }
        int end = assignment.lineEnd();
        if (end < text.length()) {
            end += text.startsWith("\r\n", end) ? 2 : 1;
        }
        return replace(start, end, "");
    }

    /**
     * Returns the document with all replacements.
     *
     * @throws IllegalStateException when two of them overlap
     */
    public EnvDocument apply() {
        if (splices.isEmpty()) {
            return document;
        }
        String text = document.text();
        StringBuilder edited = new StringBuilder(text.length() + 256);
        int at = 0;
        for (Splice splice : splices.stream().sorted(EnvEdit::inOrder).toList()) {
            if (splice.start < at) {
                throw new IllegalStateException("two edits overlap at offset " + splice.start);
            }
            edited.append(text, at, splice.start).append(splice.text);
            at = splice.end;
        }
        return EnvDocument.parse(edited.append(text, at, text.length()).toString());
    }

    private static int inOrder(Splice one, Splice other) {
        return one.start == other.start ? Integer.compare(one.end, other.end) : Integer.compare(one.start, other.start);
    }
}
