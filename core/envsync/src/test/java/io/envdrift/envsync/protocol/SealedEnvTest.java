package io.envdrift.envsync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedEnvTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final PassphraseKeys PASS = new PassphraseKeys(Secret.of("tea-kettle lantern 42"));
    private static final Place MAIN = new Place("project-123", "main");
    private static final List<String> NAMES = List.of("B", "A");

    private static SealedEnv sealed() {
        return SealedEnv.seal("A=1\nB=2\n", PASS, MAIN, NAMES, Instant.EPOCH, new SecureRandom());
    }

    @Test
    void isWrittenInTheDocumentsFormWithAThirdMember() {
        String text = sealed().text();
        assertThat(text)
                .matches(
                        "\\{\"ciphertext\":\"gAAAA[A-Za-z0-9_-]+=*\",\"salt\":\"[0-9a-f]{32}\",\"bind\":\"[0-9a-f]{64}\"}");
        SealedEnv read = SealedEnv.parse(text, Optional.empty());
        assertThat(read.open(PASS, MAIN, NAMES)).isEqualTo("A=1\nB=2\n");
        assertThat(read.isBound()).isTrue();
        assertThat(sealed().text()).as("another salt and another IV each time").isNotEqualTo(text);
    }

    @Test
    void theOrderOfTheNamesAndRepeatedOnesDoNotMatter() {
        assertThat(sealed().open(PASS, MAIN, List.of("A", "B", "A"))).isEqualTo("A=1\nB=2\n");
    }

    @Test
    void aSwappedBranchAProjectAndFalseNamesAreFoundOut() {
        SealedEnv sealed = sealed();
        refuses(() -> sealed.open(PASS, new Place(MAIN.project(), "staging"), NAMES), ErrorCode.FOREIGN_BLOB);
        refuses(() -> sealed.open(PASS, new Place("other", "main"), NAMES), ErrorCode.FOREIGN_BLOB);
        refuses(() -> sealed.open(PASS, MAIN, List.of("A")), ErrorCode.FOREIGN_BLOB);
        refuses(() -> sealed.open(PASS, MAIN, List.of("A", "B", "C")), ErrorCode.FOREIGN_BLOB);
        refuses(() -> sealed.open(PASS, MAIN, List.of("AB")), ErrorCode.FOREIGN_BLOB);
    }

    @Test
    void whatIsBoundCannotBeCutElsewhere() {
        byte[] key = new byte[Fernet.KEY_LENGTH];
        assertThat(List.of(
                        Binding.of(key, new Place("ab", "c"), List.of()),
                        Binding.of(key, new Place("a", "bc"), List.of()),
                        Binding.of(key, new Place("a", "b"), List.of("c")),
                        Binding.of(key, new Place("a", "b"), List.of("c", "d")),
                        Binding.of(key, new Place("a", "b"), List.of("cd"))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "99999", "2000001", "9223372036854775807", "-1"})
    void roundsOutOfBoundsAreRefusedBeforeAnythingIsDerived(String rounds) {
        refuses(
                () -> parse("{\"ciphertext\":\"x\",\"salt\":\"00\",\"iterations\":" + rounds + "}"),
                ErrorCode.MALFORMED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "{\"ciphertext\":1}",
                "{\"ciphertext\":\"x\",\"salt\":\"zz\"}",
                "{\"ciphertext\":\"x\",\"salt\":\"\"}",
                "{\"ciphertext\":\"x\",\"salt\":7}",
                "{\"ciphertext\":\"x\",\"salt\":\"00\",\"iterations\":\"many\"}"
            })
    void whatIsNoneOfTheFormsIsToldAsSuch(String text) {
        refuses(() -> parse(text), ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void nothingShowsASecret() {
        assertThat(sealed().toString()).isEqualTo("SealedEnv[DOCUMENT, bound]");
        assertThat(new PushEnv("c4n4ry", List.of("A"), java.util.OptionalLong.empty()).toString())
                .doesNotContain("c4n4ry");
    }

    private static SealedEnv parse(String text) {
        return SealedEnv.parse(text, Optional.empty());
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Were two branches under one salt, a server could put the token of one beside the bind of the other. */
    @Test
    void aSaltIsUsedAgainOnlyForTheSamePlaceAndNames() {
        AtomicInteger derived = new AtomicInteger();
        PassphraseKeys keys = new PassphraseKeys(Secret.of("x"), (secret, salt, rounds) -> {
            derived.incrementAndGet();
            return KeyScheme.documentKey(secret, salt, 1);
        });
        Function<Place, SealedEnv> push =
                place -> SealedEnv.seal("A=1\nB=2\n", keys, place, NAMES, Instant.EPOCH, new SecureRandom());
        String first = push.apply(MAIN).text();
        String again = push.apply(MAIN).text();
        assertThat(salt(again)).isEqualTo(salt(first));
        assertThat(again).as("another IV").isNotEqualTo(first);
        assertThat(derived).hasValue(1);
        assertThat(salt(push.apply(new Place(MAIN.project(), "staging")).text()))
                .isNotEqualTo(salt(first));
        String names = SealedEnv.seal("A=1\n", keys, MAIN, List.of("A"), Instant.EPOCH, new SecureRandom())
                .text();
        assertThat(salt(names)).isNotEqualTo(salt(first));
        for (int i = 0; i < 200; i++) {
            var unused = push.apply(new Place(MAIN.project(), "b" + i));
        }
        assertThat(salt(push.apply(MAIN).text())).as("forgotten").isNotEqualTo(salt(first));
        assertThat(SealedEnv.parse(first, Optional.empty()).open(keys, MAIN, NAMES))
                .isEqualTo("A=1\nB=2\n");
    }

    private static String salt(String stored) {
        int start = stored.indexOf("\"salt\":\"") + 8;
        return HEX.formatHex(HEX.parseHex(stored.substring(start, start + 2 * KeyScheme.SALT_LENGTH)));
    }
}
