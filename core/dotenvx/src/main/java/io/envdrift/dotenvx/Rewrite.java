package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.EnvEdit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * New values for some assignments of a document, and the proof that the edited text is read back as exactly those, with
 * all other values as they were.
 */
final class Rewrite {
    private final EnvDocument document;
    private final EnvEdit edit;
    private final Map<Assignment, String> values = new HashMap<>();
    private int assignmentsBefore;

    Rewrite(EnvDocument document) {
        this.document = document;
        this.edit = document.edit();
    }

    /** Writes the text from one offset to another; the assignment then has this value. */
    void put(Assignment assignment, int start, int end, String text, String value) {
        edit.replace(start, end, text);
        values.put(assignment, value);
    }

    /** Puts a header before all assignments, in the place of what is left of an earlier one. */
    void insertHeader(PublicKey recipient, KeyNames names, String fileName) {
        int place = Header.place(document);
        edit.replace(place, Header.end(document, place, fileName), Header.text(recipient, names, fileName));
        assignmentsBefore = 1;
    }

    /** Tells whether an edited document is read back as wanted. */
    boolean succeeds(EnvDocument edited) {
        List<Assignment> before = document.assignments();
        List<Assignment> after = edited.assignments();
        if (after.size() != before.size() + assignmentsBefore) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            Assignment old = before.get(i);
            Assignment now = after.get(i + assignmentsBefore);
            String wanted = values.get(old);
            if (!now.name().equals(old.name()) || !now.value().equals(wanted == null ? old.value() : wanted)) {
                return false;
            }
        }
        return true;
    }

    EnvDocument apply() {
        return edit.apply();
    }

    EnvDocument applyOrThrow() {
        EnvDocument edited = apply();
        if (!succeeds(edited)) {
            throw new EnvdriftException(
                    ErrorCode.INTERNAL, "the edited text is not read back as it was meant", "please report this");
        }
        return edited;
    }
}
