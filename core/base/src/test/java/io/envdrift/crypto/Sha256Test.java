package io.envdrift.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of FIPS 180-4's companion document. */
class Sha256Test {
    @Test
    void digestsTheStandardsExamples() {
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.hex("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void joinsTheParts() {
        assertThat(Sha256.of("a".getBytes(US_ASCII), "bc".getBytes(US_ASCII)))
                .isEqualTo(Sha256.of("abc".getBytes(US_ASCII)))
                .hasSize(32);
    }
}
