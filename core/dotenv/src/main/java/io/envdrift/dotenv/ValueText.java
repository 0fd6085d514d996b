package io.envdrift.dotenv;

/** From the text between the quotes to the value it stands for. */
final class ValueText {
    private ValueText() {}

    static String parse(String raw, Quote marker) {
        String text = raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "\n").replace('\r', '\n');
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return switch (marker) {
            case SINGLE -> text.replace("\\'", "'");
            // A backslash before is not honoured: \\n is a backslash and a line end.
            case DOUBLE -> text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
            case NONE, BACKTICK -> text;
        };
    }
}
