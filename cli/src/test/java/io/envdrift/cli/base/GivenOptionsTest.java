package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.EnvdriftCli;
import io.envdrift.config.VaultFlags;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        an envdrift syncing; envdrift-sync     | an envdrift syncing; envdrift-sync                | an envdrift syncing; envdrift-sync
        git restore it                         | git restore it                                    | git restore it
        """)
    void commandsInAdviceGetWhatWasGiven(String advice, String config, String profile) {
        assertThat(CONFIG.complete(advice)).isEqualTo(config);
        assertThat(PROFILE.complete(advice)).isEqualTo(profile);
    }

    @Test
    void eachWordIsQuotedForAShell() {
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
