package io.envdrift.cli.render;

/** Our own marks and lines in ASCII, for terminals of a locale that knows nothing else. */
public final class Ascii {
    private static final String MARKS = "✓✗×⏳→╭╮╰╯─│—–’“”…";
    private static final String[] FORMS = {
        "+", "x", "x", "~", "->", "+", "+", "+", "+", "-", "|", "-", "-", "'", "\"", "\"", "..."
    };

    private Ascii() {}

    /** Returns the line with every mark of ours in ASCII. */
    public static String of(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            int mark = MARKS.indexOf(line.charAt(i));
            if (mark < 0) {
                text.append(line.charAt(i));
            } else {
                text.append(FORMS[mark]);
            }
        }
        return text.toString();
    }
}
