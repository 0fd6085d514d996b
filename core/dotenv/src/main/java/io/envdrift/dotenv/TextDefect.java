package io.envdrift.dotenv;

/**
 * A place where a parser reads a .env file differently than its author meant it, so that text stays outside of every
 * value and can never be encrypted.
 *
 * @param kind what is wrong
 * @param line the line, from 1
 * @param name the variable concerned; for {@link Kind#NO_ASSIGNMENT} the one above, empty where there is none
 */
public record TextDefect(Kind kind, int line, String name) {
    /** What is wrong with a place. */
    public enum Kind {
        /** Markers that git leaves in a file whose merge was not settled. */
        MERGE_CONFLICT,
        /** A line that is neither blank nor a comment nor an assignment; or one that is the rest of such a line. */
        NO_ASSIGNMENT,
        /** A value that begins with a quote which is closed nowhere. */
        UNCLOSED_QUOTE,
        /** An unquoted value that ends at a {@code #} without a blank before it. */
        CUT_VALUE
    }
}
