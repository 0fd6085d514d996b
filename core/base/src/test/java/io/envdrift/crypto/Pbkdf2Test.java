package io.envdrift.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pbkdf2Test {
    /** The first from RFC 7914, section 11; the last, not ASCII, computed with OpenSSL through Python's hashlib. */
    @ParameterizedTest
    @CsvSource({
        "passwd, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
        "password, 4096, c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a",
        "pässwörd €, 2, 7f6c34567340c8b3dd99e21e2d53970f9009a1cc29b3274dbe1cd5cecf0945e1"
    })
    void agreesWithPublishedVectors(String passphrase, int rounds, String expected) {
        byte[] key = Pbkdf2.derive(Secret.of(passphrase), "salt".getBytes(StandardCharsets.UTF_8), rounds, 32);
        assertThat(HexFormat.of().formatHex(key)).isEqualTo(expected);
    }

    @Test
    void refusesAnEmptyPassphrase() {
        assertThatThrownBy(() -> Pbkdf2.derive(Secret.of(""), new byte[16], 1, 32))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
