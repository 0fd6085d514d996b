package io.envdrift.cli;

import java.util.ArrayList;
import java.util.List;

/** Values that quoting, expansion, or a line's end could change on their way through an env file. */
final class SetValues {
    private static final List<String> PARTS = List.of(
            "$",
            "$$",
            "${V0}",
            "${NONE:-x}",
            "$(id)",
            "\\",
            "\\\\",
            "\\n",
            "\\$",
            "`",
            "'",
            "\"",
            "#",
            " #",
            "=",
            " ",
            "\n",
            "\r\n",
            "\t",
            "é",
            "😀",
            "\u00a0",
            "%s",
            "encrypted:");

    private SetValues() {}

    /** Returns each part alone, within a word, and a few with all quotes; none is empty. */
    static List<String> all() {
        List<String> values = new ArrayList<>();
        for (String part : PARTS) {
            values.add(part);
            values.add("a" + part + "b");
        }
        values.add("it's \"all\" `three` ${V0} \\ # and\nlonger");
        return values;
    }
}
