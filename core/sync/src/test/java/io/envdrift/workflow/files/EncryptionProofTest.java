package io.envdrift.workflow.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.workflow.Workspace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last line of defence: no encryption that works as it should ever meets it. */
class EncryptionProofTest {
    private static final EnvFileCipher CIPHER = new EnvFileCipher(Workspace.RANDOM);
    private static final String SEALED = Workspace.sealed(".env", Workspace.KEY, "A=1\nB=2\n");

    @Test
    void plaintextThatIsLeftIsNamed() {
        EncryptionProof proof = proof("A=1\nB=2\nC=canary\n", SEALED + "C=canary\nD=canary\nE_PLAIN=x\nF=\n");
        assertThatThrownBy(() -> proof.requireNoPlaintext(List.of(Glob.of("D")), NameFilter.all()))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PLAINTEXT_LEFT);
                    assertThat(e.getMessage()).endsWith("would still hold plaintext after encryption: C");
                });
        assertThatCode(() -> proof.requireNoPlaintext(List.of(), NameFilter.of(List.of("A"), List.of())))
                .doesNotThrowAnyException();
        assertThat(proof.toString()).doesNotContain("canary");
    }

    @Test
    void aValueThatIsAnotherOneOrIsMissingIsNoticed() {
        assertThatCode(() -> proof("A=1\nB='2'\n", SEALED).requireSameValues(CIPHER, Workspace.KEY))
                .doesNotThrowAnyException();
        for (String before : List.of("A=1\nB=3\n", "A=1\n", "A=1\nB=2\nC=3\n", "B=2\nA=1\n", "A=1\nX=2\n")) {
            assertThatThrownBy(() -> proof(before, SEALED).requireSameValues(CIPHER, Workspace.KEY))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        }
        assertThatThrownBy(() -> proof("A=1\nB=2\n", SEALED).requireSameValues(CIPHER, Workspace.OTHER))
                .isInstanceOf(EnvdriftException.class);
    }

    private static EncryptionProof proof(String before, String after) {
        return new EncryptionProof(Path.of(".env"), EnvDocument.parse(before), EnvDocument.parse(after));
    }
}
