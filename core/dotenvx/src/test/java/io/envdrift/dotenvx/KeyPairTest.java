package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairTest {
    private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private static final String ORDER_LESS_ONE = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private static final String ONE = "0".repeat(63) + "1";
    private static final String BASE_POINT = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String BASE_POINT_UNCOMPRESSED = "04"
            + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
            + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

    @Test
    void thePublicKeyIsDerivedFromThePrivateOne() {
        assertThat(PrivateKey.parse(ONE).publicKey().hex()).isEqualTo(BASE_POINT);
        // The point of the order less one is the mirror of the base point.
        assertThat(PrivateKey.parse(ORDER_LESS_ONE).publicKey().hex()).isEqualTo("03" + BASE_POINT.substring(2));
        Vector vector = Vector.named("p01-simple");
        assertThat(vector.ring().keys().getFirst().publicKey())
                .isEqualTo(EncryptionState.of(vector.document("encrypted.env"))
                        .recipient()
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0000000000000000000000000000000000000000000000000000000000000000",
                ORDER,
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0x1111111111111111111111111111111111111111111111111111111111111111",
                "11111111111111111111111111111111111111111111111111111111111111111",
                "111111111111111111111111111111111111111111111111111111111111111g",
                " 1111111111111111111111111111111111111111111111111111111111111111",
                "1111111111111111111111111111111111111111111111111111111111111111\n",
                "١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١"
            })
    void whatIsNoPrivateKeyIsRefusedWithoutShowingIt(String text) {
        assertThat(PrivateKey.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> PrivateKey.parse(text)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_KEY_MATERIAL);
            assertThat(e.getMessage()).doesNotContain("1111");
        });
    }

    @Test
    void lettersOfAPrivateKeyMayBeUpperCase() {
        String hex = "AbCdEf" + "1".repeat(58);
        PrivateKey key = PrivateKey.parse(hex);
        assertThat(key).isEqualTo(PrivateKey.parse(hex.toLowerCase(Locale.ROOT)));
        assertThat(key).hasSameHashCodeAs(PrivateKey.parse(hex.toLowerCase(Locale.ROOT)));
        assertThat(key.secret().reveal()).isEqualTo(hex.toLowerCase(Locale.ROOT));
        assertThat(key).isNotEqualTo(PrivateKey.parse(ONE));
    }

    @Test
    void aPrivateKeyPrintsOnlyTheFingerprintOfItsPublicHalf() {
        PrivateKey key = PrivateKey.parse("5" + "a".repeat(63));
        assertThat(key.toString()).contains(key.fingerprint()).doesNotContain("aaaa");
        assertThat(key.fingerprint())
                .hasSize(16)
                .isEqualTo(key.publicKey().hex().substring(0, 16));
    }

    @Test
    void aPublicKeyIsReadInBothFormsAndAnyLetterCase() {
        PublicKey key = PublicKey.parse(BASE_POINT);
        assertThat(PublicKey.parse(BASE_POINT_UNCOMPRESSED)).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(PublicKey.parse(BASE_POINT.toUpperCase(Locale.ROOT)).hex()).isEqualTo(BASE_POINT);
        assertThat(key).hasToString(BASE_POINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "not hex",
                // Too short and too long by a digit, another first byte, no x of the curve, x beyond the field.
                "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179",
                "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817988",
                "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "0579be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "020000000000000000000000000000000000000000000000000000000000000000",
                "020000000000000000000000000000000000000000000000000000000000000005",
                "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
                // Uncompressed: off the curve, and the hybrid form.
                "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b9",
                "0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
                "0400000000000000000000000000000000000000000000000000000000000000000"
                        + "000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatIsNoPointOfTheCurveIsRefused(String text) {
        assertThat(PublicKey.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> PublicKey.parse(text))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PUBLIC_KEY));
    }

    @Test
    void numbersThatAreNoKeyAreDrawnAgain() {
        byte[][] draws = {
            new byte[32], HexFormat.of().parseHex(ORDER), HexFormat.of().parseHex(ONE)
        };
        SecureRandom scripted = new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private int draw;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(draws[draw++], 0, bytes, 0, bytes.length);
            }
        };
        assertThat(PrivateKey.generate(scripted)).isEqualTo(PrivateKey.parse(ONE));
    }

    @Test
    void generatedKeysDiffer() {
        SecureRandom random = new SecureRandom();
        assertThat(PrivateKey.generate(random)).isNotEqualTo(PrivateKey.generate(random));
    }
}
