package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedValueTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey KEY = PrivateKey.generate(RANDOM);
    private static final int OVERHEAD = 97;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "  padded  ", "l1\nl2\r\n", "ä🎉日本語", "$& $$ $1 __proto__", "encrypted:", "\u0000"})
    void whatIsSealedOpensWithTheKey(String plaintext) {
        SealedValue sealed = SealedValue.seal(plaintext, KEY.publicKey(), RANDOM);
        assertThat(SealedValue.parse(sealed.text()).orElseThrow().open(KEY)).hasValue(plaintext);
        assertThat(bytes(sealed)).hasSize(OVERHEAD + plaintext.getBytes(StandardCharsets.UTF_8).length);
        assertThat(sealed.text()).startsWith("encrypted:B").matches("encrypted:[A-Za-z0-9+/]+=*");
    }

    @Test
    void aValueOfAMegabyteIsSealedAndOpened() {
        String plaintext = "x".repeat(1 << 20);
        assertThat(SealedValue.seal(plaintext, KEY.publicKey(), RANDOM).open(KEY))
                .hasValue(plaintext);
    }

    @Test
    void equalPlaintextsDiffer() {
        assertThat(SealedValue.seal("x", KEY.publicKey(), RANDOM).text())
                .isNotEqualTo(SealedValue.seal("x", KEY.publicKey(), RANDOM).text());
    }

    @Test
    void anotherKeyOpensNothing() {
        SealedValue sealed = SealedValue.seal("x", KEY.publicKey(), RANDOM);
        assertThat(sealed.open(PrivateKey.generate(RANDOM))).isEmpty();
    }

    @Test
    void noChangedBitGoesUnnoticed() {
        byte[] bytes = bytes(SealedValue.seal("secret", KEY.publicKey(), RANDOM));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(SealedValue.parse(text(changed)).flatMap(value -> value.open(KEY)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void noTruncationAndNoTrailingByteGoesUnnoticed() {
        byte[] bytes = bytes(SealedValue.seal("secret", KEY.publicKey(), RANDOM));
        for (int length = 0; length <= bytes.length + 1; length++) {
            byte[] other = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThat(SealedValue.parse(text(other)).flatMap(value -> value.open(KEY)))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "encrypted",
                "encrypted:",
                "encrypted:zzz",
                "Encrypted:BA==",
                " encrypted:BA==",
                "encrypted:====",
                "plain"
            })
    void whatIsNoSealedValueIsNotReadAsOne(String text) {
        assertThat(SealedValue.parse(text)).isEmpty();
    }

    /** Points off the curve, at infinity, and in other encodings are refused before anything is computed with them. */
    @Test
    void anInvalidEphemeralKeyIsRefused() {
        byte[] good = bytes(SealedValue.seal("secret", KEY.publicKey(), RANDOM));
        for (int first : new int[] {0, 2, 3, 5, 6, 7}) {
            byte[] changed = good.clone();
            changed[0] = (byte) first;
            assertThat(SealedValue.parse(text(changed)))
                    .as("first byte %d", first)
                    .isEmpty();
        }
        byte[] zeros = good.clone();
        Arrays.fill(zeros, 1, 65, (byte) 0);
        assertThat(SealedValue.parse(text(zeros))).isEmpty();
        byte[] beyondField = good.clone();
        Arrays.fill(beyondField, 1, 65, (byte) 0xff);
        assertThat(SealedValue.parse(text(beyondField))).isEmpty();
    }

    @Test
    void base64IsReadAsNodeReadsIt() {
        // Long enough that both special characters occur.
        String text =
                SealedValue.seal("x".repeat(3_000), KEY.publicKey(), RANDOM).text();
        String base64 = text.substring(SealedValue.PREFIX.length());
        assertThat(base64).contains("+", "/");
        for (String variant : new String[] {
            base64.replace('+', '-').replace('/', '_'),
            base64.replace("=", ""),
            base64 + "====",
            base64.replaceAll("(.{64})", "$1\n"),
            "!" + base64.replaceAll("(.{10})", "$1 .é"),
        }) {
            assertThat(SealedValue.parse("encrypted:" + variant).orElseThrow().open(KEY))
                    .hasValue("x".repeat(3_000));
        }
    }

    /** The bytes that Node's Buffer.from(text, 'base64') gives. */
    @Test
    void oddBase64GivesTheBytesThatNodeGives() {
        String[][] cases = {
            {"YQ==YWI=", "a"},
            {"YWI", "ab"},
            {"YW I", "ab"},
            {"YWJj=ZGVm", "abc"},
            {"YWJjZ", "abc"},
            {"=YWJj", ""},
            {"YWJj!ZGVm", "abcdef"},
            {"YWJjZGVmZw=Z", "abcdefg"},
            {"YW==JjZGVm", "a"},
            {"", ""},
            {"Z", ""}
        };
        for (String[] each : cases) {
            assertThat(new String(LenientBase64.decode(each[0], 0), StandardCharsets.UTF_8))
                    .as(each[0])
                    .isEqualTo(each[1]);
        }
    }

    @Test
    void bytesThatAreNoTextAreNotMadeIntoText() {
        PrivateKey once = PrivateKey.generate(RANDOM);
        byte[] ephemeral = once.publicKey().point().getEncoded(false);
        byte[] shared = Secp256k1.agree(KEY.publicKey().point(), once.scalar());
        byte[] material = ByteBuffer.allocate(130).put(ephemeral).put(shared).array();
        byte[] key = Hkdf.derive(new byte[0], material, new byte[0], 32);
        byte[] sealed = AesGcm.seal(key, new byte[16], new byte[] {(byte) 0xe9});
        byte[] bytes = ByteBuffer.allocate(OVERHEAD + 1)
                .put(ephemeral)
                .put(new byte[16])
                .put(sealed, 1, 16)
                .put(sealed, 0, 1)
                .array();
        assertThat(SealedValue.parse(text(bytes)).orElseThrow().open(KEY)).isEmpty();
    }

    @Test
    void halfASurrogatePairIsNotSealedAsSomethingElse() {
        assertThatThrownBy(() -> SealedValue.seal("\udc00", KEY.publicKey(), RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(SealedValue sealed) {
        return Base64.getDecoder().decode(sealed.text().substring(SealedValue.PREFIX.length()));
    }

    private static String text(byte[] bytes) {
        return SealedValue.PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
