package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysFileTest {
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";
    private static final String A = "a".repeat(64);
    private static final String B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private static final String C = "c".repeat(64);

    private static KeysFile file(String text) {
        return KeysFile.of(EnvDocument.parse(text));
    }

    private static String with(String text, String value) {
        return file(text)
                .with(NAME, Secret.of(value), ".env.production")
                .document()
                .text();
    }

    @ParameterizedTest
    @CsvSource({"p01-simple, .env", "p13-name-production, .env.production"})
    void aNewFileIsThatOfDotenvxByteForByte(String name, String envFile) {
        Vector vector = Vector.named(name);
        KeysFile.Entry entry = vector.keysFile().orElseThrow().entries().getFirst();
        KeysFile file = KeysFile.empty().with(entry.name(), entry.list().value(), envFile);
        assertThat(file.document().bytes()).isEqualTo(vector.bytes("env.keys"));
    }

    @Test
    void aFurtherKeyIsAppendedAsDotenvxDoes() {
        String first = with("", A);
        assertThat(file(first)
                        .with("DOTENV_PRIVATE_KEY", Secret.of(B), ".env")
                        .document()
                        .text())
                .isEqualTo(first + "\n# .env\nDOTENV_PRIVATE_KEY=" + B + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NAME + "=%s\n",
                "# c\r\nexport " + NAME + " = \"%s\" # mine\r\nOTHER=1\r\n",
                "\ufeff" + NAME + "='%s'\n\n\n",
                "  " + NAME + ": %s\nDOTENV_PRIVATE_KEY=" + B + "\n",
                "X=\u2028\u000b\u0085\n" + NAME + "=`%s`\n"
            })
    void aKeyIsReplacedInItsPlaceAndNothingElse(String text) {
        assertThat(with(text.formatted(A), C)).isEqualTo(text.formatted(C));
    }

    @Test
    void anEmptyLineOfTheNameIsFilled() {
        assertThat(with("A=1\n" + NAME + "=\nB=2\n", A)).isEqualTo("A=1\n" + NAME + "=" + A + "\nB=2\n");
    }

    @Test
    void theFileEndsWithALineEndOfItsKind() {
        assertThat(with(NAME + "=" + A, B)).isEqualTo(NAME + "=" + B + "\n");
        assertThat(with("X=1\r\nY=2", A))
                .isEqualTo("X=1\r\nY=2\r\n\r\n# .env.production\r\n" + NAME + "=" + A + "\r\n");
    }

    @Test
    void aFurtherLineGoesOnlyWhenItsKeysAreInTheNewValue() {
        String two = NAME + "=" + A + " # old\nX=1\n" + NAME + "=" + B + "\n";
        assertThat(with(two, A + "," + B)).isEqualTo("X=1\n" + NAME + "=" + A + "," + B + "\n");
        assertThat(with(two, A.toUpperCase(Locale.ROOT) + "," + C))
                .isEqualTo("X=1\n" + NAME + "=" + "A".repeat(64) + "," + C + "\n");
        assertThat(with(two, C)).isEqualTo(NAME + "=" + A + " # old\nX=1\n" + NAME + "=" + C + "\n");
        assertThat(with("X=1 # c\u2028" + two, A + "," + B))
                .isEqualTo("X=1 # c\u2028X=1\n" + NAME + "=" + A + "," + B + "\n");
        assertThat(with("\ufeff" + two, B)).isEqualTo("\ufeff" + two);
        assertThat(with("\ufeff" + two, B + "," + A)).isEqualTo("\ufeffX=1\n" + NAME + "=" + B + "," + A + "\n");
        assertThat(with(NAME + "=\r\n" + NAME + "=" + B, C)).isEqualTo(NAME + "=" + C + "\r\n");
    }

    @Test
    void everyLineAndEveryPartOfAListIsACandidate() {
        KeysFile file = file("export " + NAME + "=\"" + A + ", " + B + "\" # c\r\n" + NAME + "=" + C + "\r\n"
                + "DOTENV_PRIVATE_KEY=junk\n");
        assertThat(file.ring().keys()).containsExactly(PrivateKey.parse(A), PrivateKey.parse(B), PrivateKey.parse(C));
        assertThat(file.list(NAME).keys()).hasSize(3);
        assertThat(file.list(NAME).newest()).hasValue(PrivateKey.parse(C));
        assertThat(file.entries("DOTENV_PRIVATE_KEY")).hasSize(1);
        assertThat(file.list("DOTENV_PRIVATE_KEY").keys()).isEmpty();
    }

    @Test
    void aKeyIsFoundByItsPublicHalfUnderWhateverName() {
        KeysFile file = file("DOTENV_PRIVATE_KEY_X=" + B + "," + A + "\n");
        PrivateKey wanted = PrivateKey.parse(A);
        assertThat(file.find(wanted.publicKey()).orElseThrow().name()).isEqualTo("DOTENV_PRIVATE_KEY_X");
        assertThat(file.find(PrivateKey.parse(C).publicKey())).isEmpty();
    }

    @Test
    void anEmptyValueCountsAsPresent() {
        assertThat(file(NAME + "=\n").entries(NAME)).hasSize(1);
        assertThat(file("# " + NAME + "=" + A + "\n").entries(NAME)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                NAME + ", |a\nX=1|, .env",
                NAME + ", |a b|, .env",
                NAME + ", |a#b|, .env",
                NAME + ", $(x), .env",
                NAME + ", ||, .env",
                NAME + ", |\ufeffa|, .env",
                "|DOTENV_PRIVATE_KEY\nX|, a, .env",
                "OTHER, a, .env",
                NAME + ", a, |.env\nX=1|",
            })
    void whatCouldAddALineIsRefusedWithoutShowingIt(String name, String value, String label) {
        assertThatThrownBy(() -> KeysFile.empty().with(name, Secret.of(value), label))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL));
    }

    @Test
    void aTokenThatIsNoHexKeyCanBeStored() {
        KeysFile file = file(with("", "op://vault_item.x:1-2+3/4="));
        assertThat(file.list(NAME).value().reveal()).isEqualTo("op://vault_item.x:1-2+3/4=");
    }

    @Test
    void listsCompareAsSetsOfKeys() {
        KeyList list = KeyList.parse(" " + A + " ,," + B + ",");
        assertThat(list.value().reveal()).isEqualTo(A + "," + B);
        assertThat(KeyList.parse(B).isWithin(list)).isTrue();
        assertThat(KeyList.parse(C).isWithin(list)).isFalse();
        assertThat(KeyList.parse("").isWithin(list)).isTrue();
        assertThat(list.with(PrivateKey.parse(C)).value().reveal()).isEqualTo(A + "," + B + "," + C);
        assertThat(list.with(PrivateKey.parse(B))).isSameAs(list);
        assertThat(list.toString()).doesNotContain(A);
    }

    @Test
    void keysComeFromTheEnvironmentToo() {
        KeyRing ring = KeyRing.ofEnvironment(
                Map.of("DOTENV_PRIVATE_KEY_B", B + "," + C, "DOTENV_PRIVATE_KEY", A, "PRIVATE_KEY", "1".repeat(64)));
        assertThat(ring.keys()).containsExactly(PrivateKey.parse(A), PrivateKey.parse(B), PrivateKey.parse(C));
        assertThat(ring.plus(ring).keys()).hasSize(3);
        assertThat(ring.toString()).doesNotContain(A);
    }

    @Test
    void keysAreTriedByPublicKeyFirstThenNewestFirst() {
        KeyRing ring = KeyRing.of(PrivateKey.parse(A), PrivateKey.parse(B), PrivateKey.parse(C));
        assertThat(ring.inOrderFor(List.of(PrivateKey.parse(B).publicKey())))
                .containsExactly(PrivateKey.parse(B), PrivateKey.parse(C), PrivateKey.parse(A));
    }
}
