package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "app/.env",
                "a b",
                "it's",
                "\"said\"",
                "$HOME `id` $(id) \\n",
                "a*?[b]",
                "~",
                "ü",
                "new\nline",
                "tab\tand \u0007 100% \\ 'x'",
                "right\u202eleft",
                "##vso[task]",
                "###",
                "#first",
                "",
                "-x",
                "-x\ty"
            })
    void aShellReadsTheWordsThatWereMeant(String word) throws Exception {
        String line = ShellLine.of("printf", "%s|").word(word).word("next").toString();

        Process shell = new ProcessBuilder("sh", "-c", line).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(said).isEqualTo(word + "|next|");
        assertThat(line)
                .as("printable, and no command to a CI runner")
                .isEqualTo(OneLine.of(line))
                .doesNotContain("##");
    }

    @Test
    void aFileIsNoOption() {
        assertThat(ShellLine.of("rm").file("-rf").toString()).isEqualTo("rm ./-rf");
        assertThat(ShellLine.of(List.of("ls")).file("a-b").toString()).isEqualTo("ls a-b");
    }
}
