package io.envdrift.json;

/** How JSON is laid out and escaped. */
public enum JsonStyle {
    /** On one line without spaces, as {@code JSON.stringify} writes it. */
    COMPACT,

    /** With a line per value, for people to read. */
    INDENTED,

    /**
     * On one line that a terminal and a CI runner can show: printable ASCII only, since control characters and direction
     * marks exist beyond it too, and without {@code #} in strings, which begins commands to the runner of GitHub.
     */
    TERMINAL
}
