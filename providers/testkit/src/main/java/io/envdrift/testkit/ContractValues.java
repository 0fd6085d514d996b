package io.envdrift.testkit;

import java.util.List;
import java.util.stream.Stream;

/** Values that code along the way might take for something else than text. */
final class ContractValues {
    private ContractValues() {}

    static Stream<String> all() {
        return Stream.of(plain(), options(), layout(), unicode(), structured()).flatMap(List::stream);
    }

    private static List<String> plain() {
        return List.of(
                "a", "0", "00123", "1e3", "true", "null", "~", "DOTENV_PRIVATE_KEY_PRODUCTION=" + "0a".repeat(32));
    }

    private static List<String> options() {
        return List.of(
                "-x",
                "--help",
                "--value=1",
                "../x",
                "/etc/passwd",
                "C:\\x",
                "@file",
                "@/etc/passwd",
                "$(x)",
                "`x`",
                "${HOME}",
                "$HOME",
                "%s%n%d",
                "{0}",
                "\\n",
                "\\u0041",
                "a;b",
                "a&&b",
                "a|b",
                ">x",
                "*",
                "?",
                "#x",
                "a,b");
    }

    private static List<String> layout() {
        return List.of(
                " leading",
                "trailing ",
                "\tt\t",
                "line\n",
                "\nline",
                "two\nlines\n",
                "crlf\r\nlines\r\n",
                "a\rb",
                "\"",
                "'",
                "'quoted'",
                "\"quoted\"",
                "a=b",
                "=",
                " = ");
    }

    private static List<String> unicode() {
        return List.of(
                "Grüße",
                "日本語",
                "\uD83D\uDD11 key",
                "e\u0301 not \u00e9",
                "\u202Eabc",
                "\uFEFFbom",
                "\u0080\u009f",
                "\u2028\u2029",
                "\uFFFF");
    }

    private static List<String> structured() {
        return List.of(
                "{}", "[]", "{\"value\":\"x\"}", "{\"a\":1,\"a\":2}", "\"text\"", "<x>&amp;</x>", "a: b\n- c", "==");
    }
}
