package io.envdrift.dotenvx;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a text in the place of a private key is none; never shows a part of the text. */
public final class KeyDefect {
    private static final Pattern LABELLED =
            Pattern.compile("(?:export\\s+)?" + KeyNames.PRIVATE + "[A-Za-z0-9_.-]*\\s*=\\s*(.*)", Pattern.DOTALL);
    private static final Set<String> WORDS = Set.of("null", "nil", "none", "undefined", "true", "false", "nan");

    private KeyDefect() {}

    /** Takes off what a shell, Docker or a CI system left on a key: one pair of quotes, and a name before it. */
    static String cleaned(String value) {
        String text = unquoted(value.strip());
        Matcher labelled = LABELLED.matcher(text);
        return labelled.matches() ? unquoted(labelled.group(1).strip()) : text;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'' || text.charAt(0) == '`')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    /** Tells whether text is what a program writes for a missing value, or a number too short for a key. */
    public static boolean isNoText(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT)) || text.matches("[-+]?\\d{1,40}(\\.\\d+)?");
    }

    /** Returns why text is no private key, as part of a sentence; nothing when it is one, or empty. */
    public static Optional<String> of(String token) {
        if (token.isEmpty() || PrivateKey.tryParse(token).isPresent()) {
            return Optional.empty();
        }
        String lower = token.toLowerCase(Locale.ROOT);
        if (WORDS.contains(lower)) {
            return Optional.of("it is the word " + lower);
        }
        if (token.indexOf('"') >= 0 || token.indexOf('\'') >= 0 || token.indexOf('`') >= 0) {
            return Optional.of("it has quotes in it");
        }
        if (LABELLED.matcher(token).matches()) {
            return Optional.of("it has the name of a variable in it");
        }
        if (token.chars().anyMatch(Character::isWhitespace)) {
            return Optional.of("it has blanks in it");
        }
        if (lower.startsWith("0x")) {
            return Optional.of("it begins with 0x");
        }
        if (SealedValue.isSealed(token)) {
            return Optional.of("it is encrypted");
        }
        if (lower.matches("[0-9a-f]+")) {
            return Optional.of(
                    token.length() == 64
                            ? "it is no number of the curve"
                            : "it has " + token.length() + " hex digits, not 64");
        }
        return Optional.of("it is not 64 hex digits");
    }
}
