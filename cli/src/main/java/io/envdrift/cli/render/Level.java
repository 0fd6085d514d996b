package io.envdrift.cli.render;

/** How a line is meant; decides its colour and whether it becomes an annotation. */
public enum Level {
    /** Something was done. */
    GOOD,
    /** Nothing had to be done, or a side remark. */
    PLAIN,
    /** Something the reader should look at. */
    WARNING,
    /** What was asked for is not so. */
    ERROR
}
