package io.envdrift.envsync;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and values in a .env text. */
final class PushedNames {
    private PushedNames() {}

    /** Returns names and values by the .env grammar, in the order of the text; of two with the same name the last counts. */
    static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Assignment assignment : EnvDocument.parse(text).assignments()) {
            values.put(assignment.name(), assignment.value());
        }
        return values;
    }

    /** Returns the names by the .env grammar, in the order of the text, each once. */
    static List<String> of(String text) {
        return List.copyOf(values(text).keySet());
    }

    /**
     * Returns the names as the original reads them, repeated ones too: what stands before the first {@code =} of each line that
     * is no comment.
     */
    static List<String> asOriginal(String text) {
        List<String> names = new ArrayList<>();
        for (String line : text.split("\\R|[\\x1c-\\x1e]", -1)) {
            String trimmed = line.strip();
            int equals = trimmed.indexOf('=');
            if (equals >= 0 && !trimmed.startsWith("#")) {
                names.add(trimmed.substring(0, equals).strip());
            }
        }
        return List.copyOf(names);
    }
}
