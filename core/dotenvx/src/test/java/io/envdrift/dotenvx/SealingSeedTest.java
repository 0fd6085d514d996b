package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ciphertext that is the same each time. */
class SealingSeedTest {
    private static final PrivateKey KEY = PrivateKey.generate(new SecureRandom());
    private static final byte[] CLONE = "one clone".getBytes(StandardCharsets.UTF_8);
    private static final SealingSeed SEED = SealingSeed.of(KEY, CLONE, "a/.env");

    @Test
    void theSameTextIsTheSameCiphertextAndOpens() {
        String text = "A=1\nB='two'\nA=1\n";
        String sealed = sealed(text, SEED);
        assertThat(sealed(text, SealingSeed.of(KEY, CLONE, "a/.env"))).isEqualTo(sealed);
        assertThat(new EnvFileCipher(new SecureRandom())
                        .decrypt(EnvDocument.parse(sealed), KeyRing.of(KEY), NameFilter.all())
                        .document()
                        .text())
                .endsWith(text);
    }

    @Test
    void anotherChangeInTheFileLeavesTheCiphertextOfAValue() {
        assertThat(values("A=1\nB=2\n", SEED)).containsAll(values("B=2\n", SEED));
    }

    @Test
    void whateverDiffersGivesOtherEphemeralKeys() {
        Set<String> ephemeral = new HashSet<>();
        List<SealingSeed> seeds = List.of(
                SEED,
                SealingSeed.of(KEY, CLONE, "b/.env"),
                SealingSeed.of(KEY, "another clone".getBytes(StandardCharsets.UTF_8), "a/.env"));
        for (SealingSeed seed : seeds) {
            // Names and values that would read the same one after the other.
            for (String text : List.of("A=1\nA=1\n", "A=11\n", "A1=1\n", "B=1\nB=2\n")) {
                values(text, seed).forEach(value -> ephemeral.add(value.substring(0, 90)));
            }
        }
        assertThat(ephemeral).hasSize(seeds.size() * 6);
    }

    private static List<String> values(String text, SealingSeed seed) {
        return EnvDocument.parse(sealed(text, seed)).assignments().stream()
                .map(each -> each.value())
                .filter(SealedValue::isSealed)
                .toList();
    }

    private static String sealed(String text, SealingSeed seed) {
        Encryption encryption = Encryption.of(KEY.publicKey(), ".env").repeatable(seed);
        return new EnvFileCipher(new SecureRandom())
                .encrypt(EnvDocument.parse(text), encryption)
                .document()
                .text();
    }
}
