package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ShellLine;
import io.envdrift.cli.EnvdriftCli;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.VaultFlags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenOptionsTest {
    private static final GivenOptions ALL = new GivenOptions(
            Optional.of("my conf.toml"),
            true,
            new VaultFlags(Optional.of("azure"), Map.of("--vault-url", "https://a.b")),
            Optional.of("ops"));
    private static final GivenOptions CONFIG =
            new GivenOptions(Optional.of("c.toml"), false, VaultFlags.none(), Optional.empty());
    private static final GivenOptions PROFILE =
            new GivenOptions(Optional.empty(), false, VaultFlags.none(), Optional.of("ops"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        run: envdrift sync                     | run: envdrift sync -c c.toml                      | run: envdrift sync --profile ops
        envdrift sync; or correct the key      | envdrift sync -c c.toml; or correct the key       | envdrift sync --profile ops; or correct the key
        take it: envdrift sync --force         | take it: envdrift sync -c c.toml --force          | take it: envdrift sync --profile ops --force
        envdrift sync -c x.toml                | envdrift sync -c x.toml                           | envdrift sync --profile ops -c x.toml
        envdrift sync --profile a              | envdrift sync -c c.toml --profile a               | envdrift sync --profile a
        envdrift vault-push --all              | envdrift vault-push -c c.toml --all               | envdrift vault-push --profile ops --all
        envdrift vault-push a b --env c        | envdrift vault-push -c c.toml a b --env c         | envdrift vault-push a b --env c
        envdrift rotate --all --push           | envdrift rotate -c c.toml --all --push            | envdrift rotate --profile ops --all --push
        envdrift rotate .env                   | envdrift rotate -c c.toml .env                    | envdrift rotate .env
        run envdrift sync, envdrift lock --all | run envdrift sync -c c.toml, envdrift lock -c c.toml --all | run envdrift sync --profile ops, envdrift lock --profile ops --all
        'envdrift git refresh'                 | 'envdrift git refresh -c c.toml'                  | 'envdrift git refresh'
        envdrift encrypt .env                  | envdrift encrypt .env                             | envdrift encrypt .env
        envdrift get A                         | envdrift get A                                    | envdrift get A
        envdrift trust HOST                    | envdrift trust HOST                               | envdrift trust HOST
        envdrift rotate 'a (b)' -c x.toml      | envdrift rotate 'a (b)' -c x.toml                 | envdrift rotate 'a (b)' -c x.toml
        envdrift rotate 'a;' --all; envdrift sync -c x | envdrift rotate -c c.toml 'a;' --all; envdrift sync -c x | envdrift rotate --profile ops 'a;' --all; envdrift sync --profile ops -c x
        run 'envdrift sync', then 'envdrift git refresh' -c x | run 'envdrift sync -c c.toml', then 'envdrift git refresh' -c x | run 'envdrift sync --profile ops', then 'envdrift git refresh' -c x
        run: envdrift vault-push --help        | run: envdrift vault-push --help                   | run: envdrift vault-push --help
        an envdrift syncing; envdrift-sync     | an envdrift syncing; envdrift-sync                | an envdrift syncing; envdrift-sync
        git restore it                         | git restore it                                    | git restore it
        """)
    void commandsInAdviceGetWhatWasGiven(String advice, String config, String profile) {
        assertThat(CONFIG.complete(advice)).isEqualTo(config);
        assertThat(PROFILE.complete(advice)).isEqualTo(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:s3cret@a.b", "https://a.b/?sig=s3cret", "a.b#s3cret"})
    void anAddressThatMayHoldASecretIsNotRepeated(String address) {
        GivenOptions given = new GivenOptions(
                Optional.empty(),
                false,
                new VaultFlags(Optional.of("azure"), Map.of("--vault-url", address)),
                Optional.empty());
        assertThat(given.complete("envdrift lock")).isEqualTo("envdrift lock -p azure");
    }

    /** As {@link ShellLine} quotes it. */
    @Test
    void aQuotedWordIsOneWord() {
        for (String folder : List.of("it's (x)", "a; b", "(", "'", "'(", "a'b'(c")) {
            String line = ShellLine.of("envdrift", "vault-push")
                    .file(folder)
                    .option("-c", Optional.of("x"))
                    .toString();
            assertThat(CONFIG.complete(line + "; envdrift sync")).isEqualTo(line + "; envdrift sync -c c.toml");
        }
    }

    @Test
    void adviceOfAnyLengthIsRead() {
        String tail = " " + "x".repeat(200_000);
        assertThat(CONFIG.complete("envdrift sync" + tail)).isEqualTo("envdrift sync -c c.toml" + tail);
    }

    /** Text, JSON and annotations say the same. */
    @Test
    void allFormsOfARowAreCompleted() {
        String advice = "run envdrift sync";
        Row.Place place = new Row.Place("f", 1);
        Map<String, Object> fields = Map.of(
                "steps",
                List.of(advice),
                "reason",
                advice,
                "vault",
                Map.of("hint", advice, "none", List.of()),
                "folder",
                advice,
                "line",
                1);
        Row row = new Row(
                Level.ERROR,
                "x",
                advice,
                List.of(advice),
                fields,
                Optional.of(place),
                List.of(new Row.Remark(place, advice)));
        Report report = new Report("sync").section(Report.Section.messages(List.of(row)));
        Row completed = CONFIG.complete(report).sections().getFirst().rows().getFirst();
        String whole = advice + " -c c.toml";
        assertThat(completed.text()).isEqualTo(whole);
        assertThat(completed.details()).containsExactly(whole);
        assertThat(completed.remarks()).extracting(Row.Remark::text).containsExactly(whole);
        assertThat(completed.fields())
                .containsOnly(
                        Map.entry("steps", List.of(whole)),
                        Map.entry("reason", whole),
                        Map.entry("vault", Map.of("hint", whole, "none", List.of())),
                        Map.entry("folder", advice),
                        Map.entry("line", 1));
    }

    @Test
    void eachWordIsQuotedForAShell() {
        assertThat(ALL.complete("run 'envdrift lock' before a commit"))
                .isEqualTo("run envdrift lock -c 'my conf.toml' --allow-outside-root -p azure --vault-url https://a.b"
                        + " --profile ops before a commit");
        assertThat(ALL.complete("run: envdrift sync --force"))
                .isEqualTo("run: envdrift sync -c 'my conf.toml' --allow-outside-root -p azure --vault-url https://a.b"
                        + " --profile ops --force");
    }

    /** What is completed is what the command takes, and the other way round. */
    @Test
    void theCommandsAreThoseThatTakeTheOptions() {
        String reference = new EnvdriftCli(Host.system()).pages().reference();
        Pattern.compile("(?ms)^## envdrift (.+?)$(.*?)(?=^## |\\z)")
                .matcher(reference)
                .results()
                .forEach(found -> {
                    String command = "envdrift " + found.group(1);
                    String help = found.group(2);
                    if (ALL.complete(command).equals(command)) {
                        return;
                    }
                    assertThat(help)
                            .as(command)
                            .contains("-c, --config", "--allow-outside-root", "-p, --provider", "--vault-url");
                    if (PROFILE.complete(command + " --all").contains("--profile")) {
                        assertThat(help).as(command).contains("--profile");
                    }
                });
    }
}
