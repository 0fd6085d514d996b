package io.envdrift.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmTest {
    private static final byte[] KEY = filled(32, 7);
    private static final byte[] IV = filled(12, 9);
    private static final byte[] TEXT = "a secret".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTEXT = "project|production".getBytes(StandardCharsets.UTF_8);

    /** Case 16 of the GCM submission: 256-bit key, 96-bit vector, associated data. */
    @Test
    void agreesWithAVectorOfTheGcmSubmission() {
        byte[] key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] text = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] sealed = AesGcm.seal(
                key, hex("cafebabefacedbaddecaf888"), text, hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
        assertThat(HexFormat.of().formatHex(sealed))
                .isEqualTo("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 12, 16, 60})
    void opensWhatItSealedWithVectorsOfAnyLength(int length) {
        byte[] iv = filled(length, 3);
        assertThat(AesGcm.open(KEY, iv, AesGcm.seal(KEY, iv, TEXT))).hasValue(TEXT);
        assertThat(AesGcm.open(KEY, iv, AesGcm.seal(KEY, iv, TEXT, CONTEXT), CONTEXT))
                .hasValue(TEXT);
    }

    @Test
    void anEmptyTextIsATagAlone() {
        byte[] sealed = AesGcm.seal(KEY, IV, new byte[0]);
        assertThat(sealed).hasSize(AesGcm.TAG_LENGTH);
        assertThat(AesGcm.open(KEY, IV, sealed)).hasValue(new byte[0]);
    }

    @Test
    void givesNothingWhenAnyBitIsChanged() {
        byte[] sealed = AesGcm.seal(KEY, IV, TEXT, CONTEXT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(AesGcm.open(KEY, IV, changed, CONTEXT)).isEmpty();
        }
    }

    @Test
    void givesNothingForAnotherKeyVectorOrContext() {
        byte[] sealed = AesGcm.seal(KEY, IV, TEXT, CONTEXT);
        assertThat(AesGcm.open(filled(32, 8), IV, sealed, CONTEXT)).isEmpty();
        assertThat(AesGcm.open(KEY, filled(12, 8), sealed, CONTEXT)).isEmpty();
        assertThat(AesGcm.open(KEY, IV, sealed)).isEmpty();
    }

    @Test
    void givesNothingForATruncatedText() {
        byte[] sealed = AesGcm.seal(KEY, IV, TEXT);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(AesGcm.open(KEY, IV, Arrays.copyOf(sealed, length))).isEmpty();
        }
    }

    @Test
    void refusesKeysAndVectorsOfAWrongLength() {
        assertThatThrownBy(() -> AesGcm.seal(new byte[16], IV, TEXT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AesGcm.seal(KEY, new byte[0], TEXT)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
