package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState.Kind;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionStateTest {
    private static final String PUBLIC = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String OTHER = "0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private static final String CIPHERTEXT = SealedValue.seal(
                    "value", PublicKey.tryParse(PUBLIC).orElseThrow(), new SecureRandom())
            .text();

    private static EncryptionState state(String text) {
        return EncryptionState.of(
                EnvDocument.parse(text.replace("encrypted:x", CIPHERTEXT)), List.of(Glob.of("LOG_*")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', NOTHING",
        "'# A=1', NOTHING",
        "'A=\nB=''''\nC=\"\"', NOTHING",
        "'A_PLAIN=1\nLOG_LEVEL=debug', NOTHING",
        "'DOTENV_PUBLIC_KEY=x', NOTHING",
        "'A=1', PLAINTEXT",
        "'A=1\nB_PLAIN=encrypted:x', MIXED",
        "'A=encrypted:x\nB=', ENCRYPTED",
        "'A=encrypted:x\nB_PLAIN=1\nLOG_LEVEL=debug\nDOTENV_PUBLIC_KEY=x', ENCRYPTED",
        "'A=encrypted:x\nB=1', MIXED",
        "'A: encrypted:x\nB: 1', MIXED",
        // The prefix counts only exactly so and at the start of a value.
        "'A=Encrypted:x', PLAINTEXT",
        "'A=\" encrypted:x\"', PLAINTEXT",
        "'A=see encrypted:x', PLAINTEXT",
        "'A=1 # encrypted:x', PLAINTEXT",
        "'A=\"encrypted:x\"', ENCRYPTED",
        "'A_plain=1', PLAINTEXT",
    })
    void oneWordTellsTheState(String text, Kind kind) {
        assertThat(state(text).kind()).isEqualTo(kind);
    }

    @Test
    void eachValueIsInOneListWithItsLine() {
        EncryptionState state = state("DOTENV_PUBLIC_KEY=" + PUBLIC + "\nA=encrypted:x\nB=1\nC=\nD_PLAIN=1\nB=2\n");
        assertThat(state.publicKeys()).hasSize(1);
        assertThat(state.encrypted()).extracting(Assignment::name).containsExactly("A");
        assertThat(state.plaintext()).extracting(Assignment::line).containsExactly(3, 6);
        assertThat(state.empty()).extracting(Assignment::name).containsExactly("C");
        assertThat(state.exempt()).extracting(Assignment::name).containsExactly("D_PLAIN");
        assertThat(state.considered()).isEqualTo(3);
    }

    @Test
    void linesThatCanNeverBeEncryptedAreListed() {
        assertThat(state("A=encrypted:x\nMY TOKEN=secret\n").skippedLines()).containsExactly(2);
    }

    @Test
    void privateKeysInAFileMakeItAStoreOfKeys() {
        assertThat(state("DOTENV_PRIVATE_KEY_X=1\n").privateKeys()).hasSize(1);
        assertThat(state("DOTENV_PRIVATE_KEY_X=\n").privateKeys()).isEmpty();
    }

    @Test
    void valuesGoToTheFirstPublicKeyOfTheFileInItsLastLine() {
        String other = "DOTENV_PUBLIC_KEY_X=" + OTHER + "\n";
        assertThat(state("DOTENV_PUBLIC_KEY=" + PUBLIC + "\n" + other).recipient())
                .hasValue(PublicKey.parse(PUBLIC));
        assertThat(state("DOTENV_PUBLIC_KEY=junk\n" + other + "DOTENV_PUBLIC_KEY=" + PUBLIC)
                        .recipient())
                .hasValue(PublicKey.parse(PUBLIC));
        assertThat(state("A=1").recipient()).isEmpty();
        assertThat(state(other + other + "DOTENV_PUBLIC_KEY=junk\nDOTENV_PUBLIC_KEY_Y=" + PUBLIC)
                        .validPublicKeys())
                .containsExactly(PublicKey.parse(OTHER), PublicKey.parse(PUBLIC));
    }

    @Test
    void aBrokenPublicKeyLineIsNamed() {
        assertThatThrownBy(() -> state("A=1\nDOTENV_PUBLIC_KEY=junk").recipient())
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PUBLIC_KEY);
                    assertThat(e).hasMessageContaining("line 2").hasMessageContaining("DOTENV_PUBLIC_KEY");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'A=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]', true",
        "'A=1\nsops_mac=x', true",
        "'sops_version=3.9.0', true",
        "'A=encrypted:x\nB=ENC[]', false"
    })
    void filesOfSopsAreKnown(String text, boolean sops) {
        assertThat(state(text).sops()).isEqualTo(sops);
        if (sops) {
            assertThatThrownBy(() -> state(text).requireNoSops())
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUITABLE_FILE));
        }
    }

    @Test
    void aStateDoesNotPrintValues() {
        assertThat(state("A=hunter2").toString()).doesNotContain("hunter2");
    }
}
