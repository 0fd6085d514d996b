package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The six forms in which values are written out, sorted by name. Each reads back to the same values with its own reader; a
 * value that a form cannot hold is an error that names the variable.
 */
public enum OutputFormat {
    /** A .env file: plain where nothing needs quotes, else the first of {@code '}, {@code "} and a backtick that holds it. */
    ENV(new EnvForm()),
    /** One JSON object of strings. */
    JSON(Forms::json),
    /** A YAML mapping of double-quoted strings. */
    YAML(Forms::yaml),
    /** {@code export NAME='value'} for a POSIX shell; nothing in it is expanded or run. */
    SHELL(Forms::shell),
    /** {@code ENV NAME="value"} of a Dockerfile, which has no line breaks in values. */
    DOCKERFILE(Forms::dockerfile),
    /** Lines for the file that {@code GITHUB_ENV} names. */
    GITHUB(Forms::github);

    private final Form form;

    OutputFormat(Form form) {
        this.form = form;
    }

    /** One form: whole text of sorted values. */
    interface Form {
        String write(Map<String, String> sorted);
    }

    /**
     * Writes values.
     *
     * @param values by name
     * @return text that ends in a line end
     * @throws EnvdriftException {@code UNQUOTABLE_VALUE} when a value does not fit into the form; the message names it
     */
    public String write(Map<String, String> values) {
        return form.write(new TreeMap<>(values));
    }

    static EnvdriftException unfit(String name, String form, String why) {
        return new EnvdriftException(
                ErrorCode.UNQUOTABLE_VALUE,
                "the value of " + name + " cannot be written as " + form + ": " + why,
                "choose another --format, for example json");
    }
}
