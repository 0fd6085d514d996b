package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can follow in an unfinished line, and whether real shells offer it. */
class CompletionTest {
    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void aProject() {
        project = new SampleProject(root)
                .config(SampleProject.mapping("app")
                        + "profile = \"staging\"\nenvironment = \"qa\"\n"
                        + SampleProject.mapping("services/web"));
        project.write("app/.env.qa", "SMTP_HOST=1\nSMTP_PASSWORD=2\nOTHER=3\n");
        project.write(".env", "PLAIN_ONE=1\n");
    }

    /** The unfinished word is what follows the last blank. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'vault-pu'                      | vault-push vault-pull
        'sync --profile '               | staging
        'sync --profile=s'              | --profile=staging
        'pull -p a'                     | aws azure
        'lock --provider=h'             | --provider=hashicorp
        'sync --format '                | text json github
        'sync --format=j'               | --format=json
        'sync --check-d'                | --check-decryption
        'run -e '                       | qa production
        'get -f app/.env.qa S'          | SMTP_HOST SMTP_PASSWORD
        'get P'                         | PLAIN_ONE
        'set --env-file=app/.env.qa O'  | OTHER
        'encrypt -k PLAIN'              | PLAIN_ONE
        'vault-pull '                   | app services/web
        'vault-pull app '               | app-key services/web-key
        'vault-env pu'                  | push pull
        'vault-env pull --pro'          | --project
        'completion '                   | bash zsh fish
        'encrypt '                      | :files
        'sync -c '                      | :files
        'nonsense '                     | ''
        'get -f missing '               | ''
        """)
    void theCommandKnowsWhatCanFollow(String line, String expected) {
        String[] words = line.split(" ", -1);
        CliRun.Result result = project.cli().run(concat(new String[] {"__complete", "--"}, words));
        assertThat(result.exit()).as(result.all()).isZero();
        List<String> offered =
                result.out().lines().map(each -> each.split("\t")[0]).toList();
        assertThat(String.join(" ", offered)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void everyCommandIsOfferedWithItsDescription() {
        CliRun.Result result = project.cli().run("__complete", "--", "");
        assertThat(result.out()).contains("sync\tBring keys from the vault").doesNotContain("__complete", "\nguard");
    }

    @Test
    void aBrokenConfigurationOffersNothingAndIsNoFailure() {
        project.write("envdrift.toml", "nonsense");
        CliRun.Result result = project.cli().run("__complete", "--", "sync", "--profile", "");
        assertThat(result.exit()).isZero();
        assertThat(result.all()).isEmpty();
    }

    @Test
    void aShellWithoutScriptIsSaidSo() {
        CliRun.Result result = project.cli().run("completion", "powershell");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("no completion for 'powershell'", "bash, zsh and fish");
    }

    @Test
    void bashCompletes() throws Exception {
        assertThat(shell("bash", """
            . ./script
            COMP_WORDS=(envdrift sync --profile ''); COMP_CWORD=3; _complete_envdrift; echo "${COMPREPLY[@]}"
            COMP_WORDS=(envdrift sync --format = j); COMP_CWORD=4; _complete_envdrift; echo "${COMPREPLY[@]}"
            """)).containsExactly("staging", "json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void otherShellsComplete(String shell) throws Exception {
        assumeTrue(isThere(shell), shell + " is not installed");
        String lines = shell.equals("fish")
                ? "source script; complete -C 'envdrift sync --profile '; complete -C 'envdrift vault-env pull --pro'"
                        + " | cut -f1"
                : """
                compdef() { :; }
                . ./script
                _describe() { print -l -- "${values[@]}"; }
                words=(envdrift sync --profile ''); CURRENT=4; _complete_envdrift
                words=(envdrift vault-env pull --pro); CURRENT=4; _complete_envdrift | cut -d: -f1
                """;
        assertThat(shell(shell, lines)).containsExactly("staging", "--project");
    }

    private List<String> shell(String shell, String lines) throws Exception {
        Path bin = Files.createDirectories(root.resolve("bin"));
        Path envdrift = Files.writeString(
                bin.resolve("envdrift"),
                "#!/bin/sh\nexec '" + ProcessHandle.current().info().command().orElseThrow()
                        + "' -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
                        + "' io.envdrift.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(envdrift, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                root.resolve("script"), project.cli().run("completion", shell).out());
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", lines).directory(root.toFile());
        builder.environment().compute("PATH", (name, path) -> bin + ":" + path);
        builder.environment().put("HOME", root.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static String[] concat(String[] first, String[] second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
