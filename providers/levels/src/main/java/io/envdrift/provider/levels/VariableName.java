package io.envdrift.provider.levels;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variable that a secret is stored as. Most names are their own; in others each character that no variable has is written as
 * its code, {@code __x2d_} for a hyphen, because the clients of the original refuse a whole level for one such name.
 */
final class VariableName {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern CODE = Pattern.compile("__x([0-9a-f]{2,6})_");
    private static final String MARK = "__x";

    private VariableName() {}

    static String of(String secret) {
        if (PLAIN.matcher(secret).matches() && !secret.contains(MARK)) {
            return secret;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < secret.length(); ) {
            int c = secret.codePointAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean digit = c >= '0' && c <= '9' && i > 0;
            if ((letter || digit) && !secret.startsWith(MARK, i)) {
                name.appendCodePoint(c);
            } else {
                name.append(MARK).append(String.format("%02x", c)).append('_');
            }
            i += Character.charCount(c);
        }
        return name.toString();
    }

    /** Returns the secret that a variable is. */
    static String secret(String variable) {
        Matcher codes = CODE.matcher(variable);
        return codes.replaceAll(match -> {
            int c = Integer.parseInt(match.group(1), 16);
            return Character.isValidCodePoint(c)
                    ? Matcher.quoteReplacement(Character.toString(c))
                    : Matcher.quoteReplacement(match.group());
        });
    }
}
