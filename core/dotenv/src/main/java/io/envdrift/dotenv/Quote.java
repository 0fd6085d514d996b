package io.envdrift.dotenv;

/** The kind of quotes round a value. */
public enum Quote {
    /** No quotes: the rest of the line up to a comment. */
    NONE(""),
    /** {@code '}: nothing inside is expanded. */
    SINGLE("'"),
    /** {@code "}: {@code \n}, {@code \r} and {@code \t} stand for characters. */
    DOUBLE("\""),
    /** The backtick. */
    BACKTICK("`");

    private final String mark;

    Quote(String mark) {
        this.mark = mark;
    }

    /** Returns the quote character as text, empty for {@link #NONE}. */
    public String mark() {
        return mark;
    }

    static Quote of(char c) {
        return switch (c) {
            case '\'' -> SINGLE;
            case '"' -> DOUBLE;
            case '`' -> BACKTICK;
            default -> NONE;
        };
    }
}
