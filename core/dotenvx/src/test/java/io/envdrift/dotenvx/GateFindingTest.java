package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateFindingTest {
    private static final PrivateKey KEY = PrivateKey.generate(new SecureRandom());
    private static final String CIPHERTEXT =
            SealedValue.seal("value", KEY.publicKey(), new SecureRandom()).text();

    private static String found(String text) {
        String filled = text.replace("CIPHERTEXT", CIPHERTEXT)
                .replace("=PUBLIC", "=" + KEY.publicKey().hex());
        return GateFinding.of(EnvDocument.parse(filled), List.of(Glob.of("LOG_*"))).stream()
                .map(finding -> finding.kind() + " " + finding.line() + " " + finding.name())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'DOTENV_PUBLIC_KEY=PUBLIC\nA=CIPHERTEXT\nB_PLAIN=1\nLOG_X=2\nC=' | ''
        'A=1\nB="CIPHERTEXT"\nC=two' | PLAINTEXT 1 A; PLAINTEXT 3 C
        'A=encrypted:hunter2' | INCOMPLETE_CIPHERTEXT 1 A
        'A="encrypted:"' | INCOMPLETE_CIPHERTEXT 1 A
        'A=CIPHERTEXT hunter2' | INCOMPLETE_CIPHERTEXT 1 A
        'A="CIPHERTEXT=hunter2"' | INCOMPLETE_CIPHERTEXT 1 A
        'A=CIPHERTEXT #hunter2' | ''
        'A=CIPHERTEXT#hunter2' | CUT_VALUE 1 A
        'B_PLAIN=a#b\nLOG_COLOUR=#fff' | ''
        'A=a#b' | CUT_VALUE 1 A; PLAINTEXT 1 A
        'A=CIPHERTEXT\nword' | NO_ASSIGNMENT 2 A
        'A=-----BEGIN X-----\nMIIE\nZZZZFAKEFAKE0123==\n-----END X-----' | PLAINTEXT 1 A; NO_ASSIGNMENT 2 A; NO_ASSIGNMENT 3 A; NO_ASSIGNMENT 4 A
        'A="x' | UNCLOSED_QUOTE 1 A
        'DOTENV_PRIVATE_KEY_X=1' | PRIVATE_KEY 1 DOTENV_PRIVATE_KEY_X
        'DOTENV_PUBLIC_KEY=pub\nA=CIPHERTEXT' | INVALID_PUBLIC_KEY 1 DOTENV_PUBLIC_KEY
        'sops_version=3\nA=ENC[AES256_GCM,data]' | 'SOPS 0 ; PLAINTEXT 1 sops_version; PLAINTEXT 2 A'
        """)
    void findsEverythingThatMustNotBeCommitted(String text, String expected) {
        assertThat(found(text.replace("\\n", "\n"))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void theLastLineOfAPastedKeyIsNoNameToPrint() {
        List<GateFinding> findings =
                GateFinding.of(EnvDocument.parse("A=-----BEGIN X-----\nMIIE\nZZZZFAKEFAKE0123==\n"), List.of());
        assertThat(GateFinding.summary(findings)).doesNotContain("ZZZZFAKE");
    }

    @Test
    void aSummaryOfManyNamesTheFirst() {
        List<GateFinding> findings =
                GateFinding.of(EnvDocument.parse("A=1\nB=1\nC=1\nD=1\nE=1\nF=1\nG=1\n"), List.of());
        assertThat(GateFinding.summary(findings))
                .startsWith("line 1: A is plaintext; ")
                .endsWith("; and 4 more");
    }

    @Test
    void aPlaintextThatBeginsLikeCiphertextStaysEncrypted() {
        EnvDocument sealed = EnvDocument.parse("A="
                + SealedValue.seal("encrypted:hunter2", KEY.publicKey(), new SecureRandom())
                        .text() + "\nB=" + CIPHERTEXT + "\n");
        DecryptedDocument decrypted = new EnvFileCipher(new SecureRandom())
                .decrypt(sealed, KeyRing.of(KEY), io.envdrift.dotenv.NameFilter.all());
        assertThat(decrypted.decrypted()).containsExactly("B");
        assertThat(decrypted.failures()).extracting(Failure::reason).containsExactly(Failure.Reason.AMBIGUOUS);
        assertThat(decrypted.document().text()).doesNotContain("hunter2");
    }
}
