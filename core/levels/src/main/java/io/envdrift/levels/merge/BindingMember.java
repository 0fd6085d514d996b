package io.envdrift.levels.merge;

import io.envdrift.base.EnvdriftException;
import io.envdrift.levels.protocol.LevelPath;

/**
 * The binding line's counterpart in JSON, which has no comments: a first member with the level's path, inside the blob. The
 * original's clients would take it for a variable, so it is written in strict projects only, which they do not write to.
 */
final class BindingMember {
    private static final String START = "{\"_ENVDRIFT_LEVEL\":\"";

    private BindingMember() {}

    /** Returns the text of an object with the member of this level first; blanks before the object go. */
    static String bind(LevelPath level, String text) {
        String object = strip(text).stripLeading();
        if (!object.startsWith("{")) {
            return text;
        }
        String rest = object.substring(1);
        return START + level + '"' + (rest.stripLeading().startsWith("}") ? "" : ",") + rest;
    }

    /**
     * Takes the member off. A text without it is taken as it is: it may be from a time when the project was not strict.
     *
     * @throws EnvdriftException {@code FOREIGN_BLOB} when it names another level
     */
    static String unbind(LevelPath level, String text) {
        if (text.startsWith(START) && !named(text).equals(level.toString())) {
            throw BindingLine.foreign(level, "it was written for another level");
        }
        return strip(text);
    }

    private static String strip(String text) {
        if (!text.startsWith(START)) {
            return text;
        }
        String rest = text.substring(
                Math.min(text.length(), START.length() + named(text).length() + 1));
        return "{" + (rest.startsWith(",") ? rest.substring(1) : rest);
    }

    private static String named(String text) {
        int end = text.indexOf('"', START.length());
        return text.substring(START.length(), Math.max(end, START.length()));
    }
}
