package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal of a locale without UTF-8 gets to show: our own marks in ASCII, on both streams, names as they are. */
class AsciiOutputTest {
    private static final List<String> COMMANDS = List.of(
            "--help",
            "run --help",
            "status",
            "doctor",
            "sync --check-decryption --ci",
            "sync --verify",
            "lock --check",
            "lock --verify-vault",
            "rotate app/.env.production --push",
            "vault-push --all",
            "vault-push lost lost-key --env production",
            "decrypt app/.env.production --verify-vault --ci",
            "diff app/.env.production lost/.env.production",
            "pull",
            "snyc");

    @TempDir
    Path root;

    @Test
    void everyMarkHasAFormInAscii() {
        SampleProject project = project();

        for (String command : COMMANDS) {
            CliRun.Result result = project.cli().env("LC_ALL", "C").run(command.split(" "));

            assertThat(result.all()).as(command).isNotEmpty().matches("\\p{ASCII}*");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LC_ALL, POSIX, true",
        "LC_CTYPE, C, true",
        "LANG, C, true",
        "LANG, de_DE.ISO-8859-1, true",
        "LANG, de_DE.iso885915@euro, true",
        "LC_ALL, C.UTF-8, false",
        "LANG, de_DE.utf8, false",
        "LANG, sr_RS.UTF-8@latin, false",
        "LANG, de_DE, false",
        "LANG, '', false"
    })
    void theLocaleDecides(String variable, String locale, boolean ascii) {
        CliRun.Result status = project().cli().env(variable, locale).run("status");

        assertThat(status.out().matches("\\p{ASCII}*")).isEqualTo(ascii);
    }

    @Test
    void namesAndValuesStayAsTheyAre() {
        SampleProject project = project().write("grün.env", "A=ü→\n");

        assertThat(project.cli()
                        .env("LC_ALL", "C")
                        .run("get", "A", "-f", "grün.env")
                        .out())
                .isEqualTo("ü→\n");
        assertThat(project.cli()
                        .env("LC_ALL", "C")
                        .run("get", "A", "-f", "grü.env")
                        .err())
                .contains("grü.env");
    }

    private SampleProject project() {
        return new SampleProject(root)
                .service("app", SampleProject.KEY, "A=1\n")
                .service("lost", SampleProject.OTHER, "A=1\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }
}
