package io.envdrift.json;

/**
 * A long text that JSON writes as it stands, as base64 does: it is copied and not looked at character by character.
 *
 * @param text ASCII without control characters, quotes and backslashes
 */
public record PlainText(String text) {
    /**
     * Returns a text as {@link JsonWriter} takes it; quotes and backslashes in it get their escapes.
     *
     * @param text ASCII without control characters, as base64 has: these are not looked for
     * @return what to put into a tree of JSON
     */
    public static Object of(String text) {
        return text.indexOf('"') < 0 && text.indexOf('\\') < 0 ? new PlainText(text) : text;
    }

    /** Shows no text: it may be a blob. */
    @Override
    public String toString() {
        return text.length() + " characters";
    }
}
