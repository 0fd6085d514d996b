package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made from the command line's description: completions, manual pages, the reference. */
class PagesTest {
    @TempDir
    private Path directory;

    private final Locale before = Locale.getDefault();

    /** As {@code Main} does: picocli sorts options by the locale's lower case. */
    @BeforeEach
    void oneLocale() {
        Locale.setDefault(Locale.ROOT);
    }

    @AfterEach
    void theLocaleBefore() {
        Locale.setDefault(before);
    }

    @Test
    void theReferenceIsNotStale() {
        assertThat(Path.of("..", "docs", "cli.md"))
                .as("make it anew with: ./envdrift man --markdown > docs/cli.md")
                .content()
                .isEqualTo(run("man", "--markdown"));
    }

    @ParameterizedTest(name = "{0} finds it in {1}")
    @CsvSource({
        "/bin/bash, home/.local/share/bash-completion/completions/envdrift",
        "/usr/bin/zsh, home/.local/share/envdrift/completion.zsh",
        "/usr/bin/fish, home/.config/fish/completions/envdrift.fish"
    })
    void theOriginalsOptionsShowAndInstallTheCompletion(String shell, String place) {
        String shown = new CliRun(directory)
                .env("SHELL", shell)
                .run("--show-completion")
                .out();
        CliRun.Result installed = new CliRun(directory).env("SHELL", shell).run("--install-completion");

        assertThat(installed.exit()).as(installed.all()).isZero();
        assertThat(directory.resolve(place)).content().isEqualTo(shown).contains("envdrift __complete");
    }

    @Test
    void aShellWithoutCompletionsIsNamed() {
        CliRun.Result result = new CliRun(directory).env("SHELL", "/bin/tcsh").run("--install-completion");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("'tcsh'").contains("envdrift completion bash");
    }

    @Test
    void everyShownCommandHasAManualPage() throws Exception {
        assertThat(new CliRun(directory).run("man", "--directory", "man1").exit())
                .isZero();

        List<String> commands = run("--help")
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(commands).hasSizeGreaterThan(15);
        for (String command : commands) {
            assertThat(directory.resolve("man1/envdrift-" + command + ".1"))
                    .content()
                    .startsWith(".TH ENVDRIFT\\-")
                    .contains(
                            ".SH NAME\n",
                            ".SH SYNOPSIS\n",
                            ".SH DESCRIPTION\n",
                            ".SH EXIT STATUS\n",
                            ".SH ENVIRONMENT\n",
                            ".SH FILES\n",
                            ".SH SEE ALSO\n");
        }
    }

    private String run(String... arguments) {
        CliRun.Result result = new CliRun(directory).run(arguments);
        assertThat(result.exit()).as(result.all()).isZero();
        return result.out();
    }
}
