package io.envdrift.vaultenv.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushedFileTest {
    private static final String DIFFERENTLY =
            ".env: the original's Node and Python clients read these values differently (see docs/vault-env.md): ";

    @TempDir
    Path directory;

    private PushedFile read(String text) throws IOException {
        return PushedFile.read(Files.writeString(directory.resolve(".env"), text), Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1",
                "A = 1 ",
                "A='x # y'",
                "A=\"x y\"",
                "A=",
                "A=a=b",
                "# c\nA=1\n\n",
                "A=$B",
                "A=1\r\nB=2\r\n",
                "A=old # c\nA=2",
                "VAULT_KEY=vk_a_b # my key\nA=1"
            })
    void whatBothReadAlikeIsNotMentioned(String text) throws IOException {
        assertThat(read(text).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A=hello # world", "A=\"1\" # c", "A=\"a\\nb\"", "export A=1", "A=`x`", "A=\"l1\nl2\"", "A: 1"})
    void whatTheOriginalReadsDifferentlyIsNamedWithItsLine(String text) throws IOException {
        assertThat(read("FIRST=1\n" + text).warnings()).containsExactly(DIFFERENTLY + "A (line 2)");
    }

    @Test
    void aValueThatAHashCutsIsNamedAndItsRestNeverShown() throws IOException {
        PushedFile file = read("PASSWORD=pa#ss\nURL=https://x/#frag\nOK='pa#ss'\nNONE=#ss\n");
        assertThat(file.values()).containsEntry("PASSWORD", "pa").containsEntry("OK", "pa#ss");
        assertThat(file.warnings())
                .contains(".env: a # ends these values; if the rest belongs to them, quote them: PASSWORD (line 1), URL"
                        + " (line 2), NONE (line 4)")
                .contains(DIFFERENTLY + "PASSWORD (line 1), URL (line 2), NONE (line 4)");
        assertThat(file.warnings() + file.toString()).doesNotContain("ss\"", "frag");
    }

    @Test
    void textThatIsNoAssignmentIsNamed() throws IOException {
        assertThat(read("A=1\nMY KEY=2\n").warnings())
                .containsExactly(".env has text that is no assignment and was not pushed: line 2");
    }
}
