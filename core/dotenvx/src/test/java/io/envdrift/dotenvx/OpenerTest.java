package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Opener.Opened;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenerTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey foreign = PrivateKey.generate(RANDOM);
    private final PrivateKey old = PrivateKey.generate(RANDOM);
    private final PrivateKey newest = PrivateKey.generate(RANDOM);
    private final PrivateKey own = PrivateKey.generate(RANDOM);
    private final KeyRing ring = KeyRing.of(own, old, PrivateKey.generate(RANDOM), newest);

    /** SEC-A15: thousands of keys and thousands of values that none of them opens cost seconds, not hours. */
    @Test
    void SEC_A15_strangeKeysAreTriedInVainSoManyTimesOnly() {
        // Of the four keys, two are neither the file's nor the newest: each value costs two tries.
        Opener opener = new Opener(ring, List.of(own.publicKey()), 4);

        assertThat(opens(opener, old)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(opens(opener, foreign)).isFalse();
        }
        assertThat(opens(opener, own)).isTrue();
        assertThat(opens(opener, newest)).isTrue();
        assertThat(opens(opener, old)).isFalse();
    }

    private static boolean opens(Opener opener, PrivateKey key) {
        String value = SealedValue.seal("x", key.publicKey(), RANDOM).text();
        List<Assignment> one = EnvDocument.parse("A=" + value + "\n").assignments();
        return opener.openAll(one).getFirst() instanceof Opened.Text;
    }
}
