package io.envdrift.levels;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/** The forms that escape each value by itself. */
final class Forms {
    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String HEX = "0123456789abcdef";

    private Forms() {}

    static String json(Map<String, String> sorted) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n  ";
        for (Map.Entry<String, String> each : sorted.entrySet()) {
            text.append(separator)
                    .append(doubleQuoted(each.getKey()))
                    .append(": ")
                    .append(doubleQuoted(each.getValue()));
            separator = ",\n  ";
        }
        return text.append(sorted.isEmpty() ? "}\n" : "\n}\n").toString();
    }

    /** Names are quoted too: without quotes NO and Y are booleans for some readers. */
    static String yaml(Map<String, String> sorted) {
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> text.append(doubleQuoted(name))
                .append(": ")
                .append(doubleQuoted(value))
                .append('\n'));
        return sorted.isEmpty() ? "{}\n" : text.toString();
    }

    static String shell(Map<String, String> sorted) {
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> {
            refuse(name, "shell", !SHELL_NAME.matcher(name).matches(), "a shell has no variables of this name");
            refuse(name, "shell", value.indexOf('\0') >= 0, "it holds a NUL");
            text.append("export ")
                    .append(name)
                    .append("='")
                    .append(value.replace("'", "'\\''"))
                    .append("'\n");
        });
        return text.toString();
    }

    static String dockerfile(Map<String, String> sorted) {
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> {
            boolean breaks = value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0);
            refuse(name, "dockerfile", breaks, "ENV has no line breaks");
            String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
            text.append("ENV ").append(name).append("=\"").append(escaped).append("\"\n");
        });
        return text.toString();
    }

    static String github(Map<String, String> sorted) {
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> {
            String end = delimiter(value);
            text.append(name)
                    .append("<<")
                    .append(end)
                    .append('\n')
                    .append(value)
                    .append('\n');
            text.append(end).append('\n');
        });
        return text.toString();
    }

    /** A line that the value does not hold, so that no value can end itself and set another variable. */
    private static String delimiter(String value) {
        String end = "ENVDRIFT_END";
        for (int i = 0; Arrays.asList(value.split("[\r\n]", -1)).contains(end); i++) {
            end = "ENVDRIFT_END_" + i;
        }
        return end;
    }

    private static void refuse(String name, String form, boolean unfit, String why) {
        if (unfit) {
            throw OutputFormat.unfit(name, form, why);
        }
    }

    /** A string of JSON, which is one of YAML too: all that either reads differently is escaped. */
    private static String doubleQuoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' '
                            || (c >= 0x7f && c <= 0xa0)
                            || c == 0x2028
                            || c == 0x2029
                            || c >= 0xfeff
                            || isLone(value, i)) {
                        text.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            text.append(HEX.charAt(c >> shift & 0xf));
                        }
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    private static boolean isLone(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}
