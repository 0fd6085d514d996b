package io.envdrift.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecryptionProbeTest {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));

    private static DecryptionTest probe(EnvDocument document, KeyRing ring) {
        return DecryptionProbe.test(document, ring, List.of(Glob.of("PUBLIC_*")));
    }

    @Test
    void aFileThatIsEncryptedThroughoutPasses() {
        assertThat(probe(sealed("A=1\nB='two'\n"), KeyRing.of(KEY))).isEqualTo(new DecryptionTest.Passed(2));
    }

    @Test
    void anyKeyOfTheHistoryWillDo() {
        assertThat(probe(sealed("A=1\n"), KeyRing.of(OTHER, KEY))).isEqualTo(new DecryptionTest.Passed(1));
    }

    @Test
    void emptyValuesAndThoseThatArePlaintextByIntentDoNotMatter() {
        EnvDocument document = plus(sealed("A=1\n"), "E=\nF=''\nX_PLAIN=visible\nPUBLIC_URL=visible\n");
        assertThat(probe(document, KeyRing.of(KEY))).isEqualTo(new DecryptionTest.Passed(1));
    }

    @Test
    void aMixedFileFailsAndTellsHowMuchOfItIsPlaintext() {
        EnvDocument document = plus(sealed("A=1\nB=2\n"), "C=canary\nD_PLAIN=x\n");
        DecryptionTest.Failed failed = failed(document, KEY);
        assertThat(failed.reason())
                .startsWith("mixed: 1 of 3 values are plaintext: ")
                .endsWith(": C is plaintext");
        assertThat(failed.line())
                .isEqualTo(document.last("C").orElseThrow().line())
                .isPositive();
    }

    @Test
    void aFileWithNothingEncryptedFailsWhateverElseItHolds() {
        for (String text : List.of("A=canary\n", "", "# comment\n", "A=\n", "PUBLIC_URL=x\n", "A_PLAIN=x\n")) {
            assertThat(failed(EnvDocument.parse(text), KEY).reason()).startsWith("nothing encrypted to verify");
        }
        assertThat(failed(EnvDocument.parse("# x\nA=canary\n"), KEY).line()).isEqualTo(2);
        assertThat(failed(EnvDocument.parse("# A=encrypted:x\nA=\"not encrypted:x\"\n"), KEY)
                        .reason())
                .startsWith("nothing encrypted to verify");
    }

    @Test
    void anotherKeyFailsWithTheNamesOfAllThatStayShut() {
        assertThat(failed(sealed("A=1\nB=2\n"), OTHER).reason()).startsWith("the key cannot decrypt A, B: ");
        assertThat(probe(sealed("A=1\n"), KeyRing.empty())).isInstanceOf(DecryptionTest.Failed.class);
    }

    @Test
    void oneValueThatWasTamperedWithFailsByItsName() {
        EnvDocument good = sealed("A=1\nB=2\n");
        String ciphertext = good.last("B").orElseThrow().value();
        char last = ciphertext.charAt(ciphertext.length() - 6);
        String changed = ciphertext.substring(0, ciphertext.length() - 6)
                + (last == 'A' ? 'B' : 'A')
                + ciphertext.substring(ciphertext.length() - 5);
        EnvDocument bad = EnvDocument.parse(good.text().replace(ciphertext, changed));
        DecryptionTest.Failed failed = failed(bad, KEY);
        assertThat(failed.reason()).startsWith("the key cannot decrypt B: ");
        assertThat(failed.line()).isEqualTo(bad.last("B").orElseThrow().line());
        EnvDocument malformed = EnvDocument.parse(good.text().replace(ciphertext, "encrypted:short"));
        assertThat(failed(malformed, KEY).reason())
                .contains("B begins with 'encrypted:' and is no complete ciphertext");
    }

    @Test
    void aValueThatNoQuotesCanHoldWasOpenedAllTheSame() {
        String value = "'\"`\n# \\";
        EnvDocument document = new EnvFileCipher(new SecureRandom())
                .set(sealed("A=1\n"), "B", value, Encryption.of(KEY.publicKey(), ".env"));
        assertThat(probe(document, KeyRing.of(KEY))).isEqualTo(new DecryptionTest.Passed(2));
    }

    @Test
    void aFileOfSopsFails() {
        assertThat(failed(EnvDocument.parse("A=ENC[AES256_GCM,data:x,type:str]\nsops_version=3\n"), KEY)
                        .reason())
                .isEqualTo("encrypted by SOPS, not by dotenvx");
    }

    private DecryptionTest.Failed failed(EnvDocument document, PrivateKey key) {
        DecryptionTest test = probe(document, KeyRing.of(key));
        assertThat(test).isInstanceOf(DecryptionTest.Failed.class);
        assertThat(test.toString()).doesNotContain("canary");
        return (DecryptionTest.Failed) test;
    }

    private static EnvDocument sealed(String plaintext) {
        return new EnvFileCipher(new SecureRandom())
                .encrypt(EnvDocument.parse(plaintext), Encryption.of(KEY.publicKey(), ".env"))
                .document();
    }

    private static EnvDocument plus(EnvDocument document, String more) {
        return EnvDocument.parse(document.text() + more);
    }
}
