package io.envdrift.levels.merge;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.levels.protocol.LevelPath;

/**
 * The comment line that our writer puts first into the text of a level, inside the blob: the level's path. Blobs have no
 * associated data, so without it whoever holds the database could serve one level in the place of another. The original's
 * clients skip the line as a comment.
 */
final class BindingLine {
    private static final String PREFIX = "# envdrift-level: ";

    private BindingLine() {}

    /** Returns the text with the line of this level first. */
    static String bind(LevelPath level, String text) {
        return PREFIX + level + "\n" + strip(text);
    }

    /**
     * Takes the line off.
     *
     * @param required whether a text without the line is refused, as in projects that only our clients write to
     * @throws EnvdriftException {@code FOREIGN_BLOB} when the line names another level, or is missing and required
     */
    static String unbind(LevelPath level, String text, boolean required) {
        if (!text.startsWith(PREFIX)) {
            if (required) {
                throw foreign(level, "it does not say which level it belongs to");
            }
            return text;
        }
        String named = firstLine(text).substring(PREFIX.length());
        if (!named.equals(level.toString())) {
            throw foreign(level, "it was written for another level");
        }
        return strip(text);
    }

    static EnvdriftException foreign(LevelPath level, String why) {
        return new EnvdriftException(
                ErrorCode.FOREIGN_BLOB,
                "the server's answer for level '" + level + "' is refused: " + why,
                "where it was renamed, push its text again, or give it the former name; else ask whoever runs the"
                        + " server");
    }

    private static String strip(String text) {
        return text.startsWith(PREFIX)
                ? text.substring(Math.min(text.length(), firstLine(text).length() + 1))
                : text;
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
