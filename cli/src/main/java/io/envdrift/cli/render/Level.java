package io.envdrift.cli.render;

/** The severity of a line; it decides the colour and whether the line becomes an annotation. */
public enum Level {
    /** Something was done. */
    GOOD,
    /** Nothing had to be done, or a remark. */
    PLAIN,
    /** Something that the reader should check. */
    WARNING,
    /** What was asked for is not so. */
    ERROR
}
