package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.EnvEdit;
import io.envdrift.dotenv.RawValue;
import io.envdrift.levels.merge.LevelContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of single values in the text of a level. All other lines, comments among them, stay as they are. */
public final class LevelEdit {
    private LevelEdit() {}

    /**
     * Sets a value. Nothing in it is a reference to another one.
     *
     * @throws EnvdriftException {@code USAGE} when the name is none, {@code UNQUOTABLE_VALUE} when no quotes hold the value,
     *     {@code UNSUITABLE_FILE} when the text does not parse
     */
    public static String set(LevelContent content, String name, String value) {
        requireName(name);
        if (content.isJson()) {
            Map<String, String> values = values(content);
            values.put(name, value);
            return Forms.json(values);
        }
        var unused = content.values();
        EnvDocument document = EnvDocument.parse(content.text());
        String line = name + "=" + EnvForm.written(name, value);
        List<Assignment> present = named(document, name);
        if (present.isEmpty()) {
            String text = document.text();
            String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return text + separator + line + "\n";
        }
        Assignment last = present.getLast();
        return document.edit()
                .replace(last.nameStart(), last.writtenEnd(), line)
                .apply()
                .text();
    }

    /**
     * Removes a value.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when the level has none of this name
     */
    public static String unset(LevelContent content, String name) {
        requireName(name);
        if (content.values().stream().noneMatch(value -> value.name().equals(name))) {
            throw new EnvdriftException(
                    ErrorCode.SECRET_NOT_FOUND,
                    "level '" + content.level() + "' has no " + name,
                    ShellLine.of("levels", "explain", name) + " shows which level has it");
        }
        if (content.isJson()) {
            Map<String, String> values = values(content);
            values.remove(name);
            return Forms.json(values);
        }
        EnvDocument document = EnvDocument.parse(content.text());
        EnvEdit edit = document.edit();
        named(document, name).forEach(edit::removeLines);
        return edit.apply().text();
    }

    private static void requireName(String name) {
        if (!LevelContent.isName(name)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "'" + name + "' cannot be the name of a variable",
                    "names are of ASCII letters, digits and underscores, and do not begin with a digit");
        }
    }

    private static List<Assignment> named(EnvDocument document, String name) {
        return document.assignments().stream()
                .filter(each -> each.name().equals(name))
                .toList();
    }

    private static Map<String, String> values(LevelContent content) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RawValue value : content.values()) {
            values.put(value.name(), value.value());
        }
        return values;
    }
}
