package io.envdrift.json;

/**
 * A long text that JSON writes as it stands, as base64 does: it is copied and not looked at character by character.
 *
 * @param text ASCII without control characters, quotes and backslashes
 */
public record PlainText(String text) {
    /** Returns the text as {@link JsonWriter} takes it, whatever is in it: what needs escapes gets them. */
    public static Object of(String text) {
        return text.indexOf('"') < 0 && text.indexOf('\\') < 0 ? new PlainText(text) : text;
    }

    /** Shows no text: it may be a blob. */
    @Override
    public String toString() {
        return text.length() + " characters";
    }
}
