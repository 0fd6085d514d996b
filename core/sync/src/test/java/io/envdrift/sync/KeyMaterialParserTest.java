package io.envdrift.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.VaultSecret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All shapes of a vault's value (B3.4 as amended by A4), for the environment {@code production}. */
class KeyMaterialParserTest {
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";
    private static final String KEY = "a1".repeat(32);
    private static final String OLD = "b2".repeat(32);
    private static final String NONE = "";

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("a bare key", KEY, KEY, NONE),
                arguments("blanks and line ends round it", " \t" + KEY + "\r\n", KEY, NONE),
                arguments("upper-case digits", KEY.toUpperCase(Locale.ROOT), KEY.toUpperCase(Locale.ROOT), NONE),
                arguments("double quotes", "\"" + KEY + "\"", KEY, NONE),
                arguments("single quotes", "'" + KEY + "'", KEY, NONE),
                arguments("quotes with blanks inside", "\" " + KEY + " \"", KEY, NONE),
                arguments("a history", OLD + "," + KEY, OLD + "," + KEY, NONE),
                arguments("a comma too many", OLD + ",," + KEY + ",", OLD + "," + KEY, NONE),
                arguments("another token", "ED25519:abc/+=_.,x-1", "ED25519:abc/+=_.,x-1", NONE),
                arguments("a token of 64 KiB", "x".repeat(64 * 1024), "x".repeat(64 * 1024), NONE),
                arguments("a labelled line", NAME + "=" + KEY, KEY, NAME),
                arguments("a labelled line in quotes", "\"" + NAME + "=" + KEY + "\"", KEY, NAME),
                arguments("a labelled line with a quoted value", NAME + "=\"" + KEY + "\"", KEY, NAME),
                arguments("a labelled line with blanks", NAME + " = " + KEY, KEY, NAME),
                arguments("export", "export " + NAME + "=" + KEY, KEY, NAME),
                arguments(
                        "a label in mixed case",
                        "DOTENV_PRIVATE_KEY_Production=" + KEY,
                        KEY,
                        "DOTENV_PRIVATE_KEY_Production"),
                arguments("a label without suffix", "DOTENV_PRIVATE_KEY=" + KEY, KEY, "DOTENV_PRIVATE_KEY"),
                arguments("a labelled history", NAME + "=" + OLD + "," + KEY, OLD + "," + KEY, NAME),
                arguments("a field of an object", "{\"" + NAME + "\": \"" + KEY + "\"}", KEY, NAME),
                arguments(
                        "the right field of several",
                        "{\"DOTENV_PRIVATE_KEY_STAGING\":\"" + OLD + "\",\"" + NAME + "\":\"" + KEY + "\",\"x\":1}",
                        KEY,
                        NAME),
                arguments(
                        "a field without suffix",
                        "{\"DOTENV_PRIVATE_KEY\":\"" + KEY + "\"}",
                        KEY,
                        "DOTENV_PRIVATE_KEY"),
                arguments("a field with blanks round its value", "{\"" + NAME + "\": \" " + KEY + "\\n\"}", KEY, NAME),
                arguments("the field value", "{\"value\": \"" + KEY + "\"}", KEY, NONE),
                arguments("a line in the field value", "{\"value\": \"" + NAME + "=" + KEY + "\"}", KEY, NAME),
                arguments(
                        "an object in the field value",
                        "{\"value\": \"{\\\"value\\\": \\\"" + KEY + "\\\"}\"}",
                        KEY,
                        NONE),
                arguments("an object over several lines", "{\n  \"" + NAME + "\": \"" + KEY + "\"\n}\n", KEY, NAME),
                arguments("a JSON string", "\"" + KEY + "\"", KEY, NONE),
                arguments("a keys file", "# .env.production\n\n" + NAME + "=\"" + KEY + "\"\n", KEY, NAME),
                arguments("a keys file with CR LF", "# x\r\n" + NAME + "=" + KEY + "\r\n", KEY, NAME),
                arguments("a keys file with a byte order mark", "\ufeff# x\n" + NAME + "=" + KEY + "\n", KEY, NAME),
                arguments("a keys file with an inline comment", "# x\n" + NAME + "=" + KEY + " # prod\n", KEY, NAME),
                arguments(
                        "a keys file of several environments",
                        "DOTENV_PRIVATE_KEY_STAGING=" + OLD + "\n" + NAME + "=" + KEY + "\nDOTENV_PRIVATE_KEY=x\n",
                        KEY,
                        NAME),
                arguments(
                        "a keys file with one key without suffix",
                        "# .env\nDOTENV_PRIVATE_KEY='" + KEY + "'\n",
                        KEY,
                        "DOTENV_PRIVATE_KEY"),
                arguments("a keys file that begins like JSON", "{broken\n" + NAME + "=" + KEY + "\n", KEY, NAME),
                arguments("other variables in a keys file", "FOO=bar\nexport " + NAME + "=" + KEY + "\n", KEY, NAME));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void accepts(String shape, String raw, String value, String label) {
        KeyMaterial material = parse(raw, false);
        assertThat(material.value().reveal()).isEqualTo(value);
        assertThat(material.label()).isEqualTo(label.isEmpty() ? Optional.empty() : Optional.of(label));
        assertThat(material.list().value()).isEqualTo(material.value());
    }

    static Stream<Arguments> refused() {
        String staging = "DOTENV_PRIVATE_KEY_STAGING";
        return Stream.of(
                arguments("nothing", "", "it is empty"),
                arguments("blanks", " \n\t", "it is empty"),
                arguments("quotes round nothing", "\"\"", "it is empty"),
                arguments("commas alone", ",,", "it is empty"),
                arguments("a label without value", NAME + "=", "it is empty"),
                arguments("a label with empty quotes", NAME + "=''", "it is empty"),
                arguments("two words", "two words", "it is not a private key"),
                arguments("a byte order mark", "\ufeff" + KEY, "it is not a private key"),
                arguments("a NUL", KEY + "\0", "it is not a private key"),
                arguments("a NUL inside", "ab\0cd", "it is not a private key"),
                arguments("a no-break space", KEY + "\u00a0", "it is not a private key"),
                arguments("a line separator", KEY + "\u2028" + KEY, "it is not a private key"),
                arguments("a letter outside ASCII", "schlüssel", "it is not a private key"),
                arguments("a quote inside", "ab\"cd", "it is not a private key"),
                arguments("a lone quote", "\"" + KEY, "it is not a private key"),
                arguments("two layers of quotes", "\"'" + KEY + "'\"", "it is not a private key"),
                arguments("a command", "$(id)", "it is not a private key"),
                arguments("back quotes", "`id`", "it is not a private key"),
                arguments("a variable", "${HOME}", "it is not a private key"),
                arguments("a comment", KEY + "#x", "it is not a private key"),
                arguments("a backslash", "ab\\n", "it is not a private key"),
                arguments("a semicolon", KEY + ";id", "it is not a private key"),
                arguments("more than 64 KiB", "x".repeat(64 * 1024 + 1), "it is longer than 64 KiB"),
                arguments("a history with blanks", OLD + ", " + KEY, "it is not a private key"),
                arguments("a lower-case prefix", "dotenv_private_key_production=" + KEY, "it is not a private key"),
                arguments("a doubled label", NAME + "=" + NAME + "=" + KEY, "it is not a private key"),
                arguments("a label in a label's field", "{\"" + NAME + "\":\"" + NAME + "=x\"}", "not a private key"),
                arguments("a label and blanks in its value", NAME + "=two words", "it is not a private key"),
                arguments("another label", staging + "=" + KEY, "it is labelled " + staging + ", but " + NAME),
                arguments("another label in quotes", "'" + staging + "=" + KEY + "'", "it is labelled " + staging),
                arguments("another label in dots", "DOTENV_PRIVATE_KEY_EU.WEST=" + KEY, "it is labelled"),
                arguments("another label only begins alike", NAME + "_2=" + KEY, "it is labelled " + NAME + "_2"),
                arguments("another field", "{\"" + staging + "\":\"" + KEY + "\"}", "it is labelled " + staging),
                arguments("another line of several", "# x\n" + staging + "=" + KEY, "it is labelled " + staging),
                arguments(
                        "fields of others",
                        "{\"" + staging + "\":\"a\",\"DOTENV_PRIVATE_KEY_DEV\":\"b\"}",
                        "without a field " + NAME + " (fields: DOTENV_PRIVATE_KEY_DEV, " + staging + ")"),
                arguments("an object without key", "{\"b\":\"canary\",\"a\":2}", "(fields: a, b)"),
                arguments("an empty object", "{}", "(fields: none)"),
                arguments("a field that is no text", "{\"" + NAME + "\": 123}", "holds no text"),
                arguments("a field that is null", "{\"" + NAME + "\": null}", "holds no text"),
                arguments("a field that is true", "{\"" + NAME + "\": true, \"note\": \"x\"}", "holds no text"),
                arguments("a field twice", "{\"" + NAME + "\":\"a\",\"" + NAME + "\":\"b\"}", "more than once"),
                arguments("an empty field", "{\"value\":\"\"}", "it is empty"),
                arguments("a list", "[\"" + KEY + "\"]", "it is a JSON array"),
                arguments("broken JSON", "{\"value\":", "it is not a private key"),
                arguments("JSON and more", "{\"value\":\"x\"} trailing", "it is not a private key"),
                arguments("lines without key", "FOO=bar\nBAR=baz\n", "several lines, none of them a private key"),
                arguments(
                        "a PEM block", "-----BEGIN KEY-----\ncanary\n-----END KEY-----", "several lines, none of them"),
                arguments("a key over two lines", KEY + "\n" + KEY, "several lines, none of them a private key"),
                arguments("the line twice", NAME + "=" + KEY + "\n" + NAME + "=" + OLD, "more than once"),
                arguments(
                        "lines of others",
                        staging + "=" + KEY + "\nDOTENV_PRIVATE_KEY_DEV=" + OLD,
                        "several private keys, none of them " + NAME),
                arguments("a value over two lines", "# x\n" + NAME + "=\"a\nb\"\n", "it is not a private key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String shape, String raw, String why) {
        assertThatThrownBy(() -> parse(raw, false)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL);
            assertThat(e.getMessage()).startsWith("Unusable key material: ").contains(why);
            assertThat(e.hint()).isPresent();
            assertThat(e.getMessage() + e.hint()).doesNotContain("canary", KEY, OLD);
        });
    }

    @Test
    void refusesBytes() {
        VaultSecret bytes = new VaultSecret(Secret.of(KEY), "1", true);
        assertThatThrownBy(() -> new KeyMaterialParser(NAME, false).parse(bytes))
                .hasMessage("Unusable key material: it holds binary data");
    }

    @Test
    void aDashedLabelIsThatOfADashedEnvironment() {
        VaultSecret secret = VaultSecret.text("DOTENV_PRIVATE_KEY_PROD-EU=" + KEY, "1");
        assertThat(new KeyMaterialParser("DOTENV_PRIVATE_KEY_PROD-EU", false)
                        .parse(secret)
                        .value()
                        .reveal())
                .isEqualTo(KEY);
        assertThatThrownBy(() -> new KeyMaterialParser("DOTENV_PRIVATE_KEY_PROD", false).parse(secret))
                .hasMessageContaining("it is labelled DOTENV_PRIVATE_KEY_PROD-EU");
    }

    @Test
    void onlyRealKeysAreTakenForKeysAndStrictTakesNothingElse() {
        for (String real : List.of(KEY, OLD + "," + KEY, NAME + "=" + KEY)) {
            assertThat(parse(real, true).isPrivateKey()).isTrue();
        }
        String zero = "0".repeat(64);
        String order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for (String other : List.of("abc", KEY + "0", KEY.substring(1), zero, order, KEY + ",abc", "02" + KEY)) {
            assertThat(parse(other, false).isPrivateKey()).isFalse();
            assertThatThrownBy(() -> parse(other, true))
                    .hasMessage("Unusable key material: it does not look like a dotenvx private key");
        }
    }

    @Test
    void showsAFingerprintOfKeysAndADigestOfAnythingElse() {
        KeyMaterial key = parse(OLD + "," + KEY, false);
        assertThat(key.fingerprint())
                .matches("[0-9a-f]{16}")
                .isEqualTo(parse(KEY, false).fingerprint())
                .isNotEqualTo(parse(OLD, false).fingerprint());
        assertThat(parse("some-token", false).fingerprint()).matches("<redacted len=10 sha=[0-9a-f]{8}>");
        assertThat(key.toString()).doesNotContain(KEY, OLD);
    }

    private static KeyMaterial parse(String raw, boolean strict) {
        return new KeyMaterialParser(NAME, strict).parse(VaultSecret.text(raw, "1"));
    }
}
