package io.envdrift.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ServerMainTest {
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "--version, 0",
        "--help, 0",
        "backup --help, 0",
        "--no-such-option, 2",
        "backup, 2",
        "--database jdbc:postgresql://localhost/x?user=u&password=p, 2",
        "--database jdbc:mysql://localhost/x, 2",
        "--port 0 --tls-key key.pem, 2",
        "--keep-report-days 0, 2",
        "--max-reports 0, 2",
        "--max-reports -1, 2",
        "--keep-versions -1, 2",
        "--max-body-bytes 0, 2",
        "--max-body-bytes 2147483647, 2",
        "--trusted-proxy 10.0.0.0/\u0668, 2",
        "--trusted-proxy proxy.example.com, 2",
        "audit --data nowhere, 1",
        "backup --data nowhere copy.db, 1",
        "--create-token-file nowhere/token, 1"
    })
    void exitsWith0ForSuccess1ForFailureAnd2ForWrongUsage(String arguments, int code) {
        assertThat(ServerMain.run(arguments.split(" "))).isEqualTo(code);
    }

    /** Java alone takes the digits of other scripts. */
    @Test
    void numbersHaveAsciiDigitsInEveryOption() {
        CommandLine main = ServerMain.commandLine();
        int seen = 0;
        for (CommandLine command : main.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (NUMBERS.contains(option.type())) {
                    seen++;
                    assertThatThrownBy(() -> command.parseArgs(option.longestName(), "\u0661"))
                            .as(option.longestName())
                            .hasMessageContaining("'\u0661' is not a");
                }
            }
        }
        assertThat(seen).isGreaterThan(10);
        assertThat(main.parseArgs("serve", "--port", "1")
                        .subcommand()
                        .matchedOption("--port")
                        .<Integer>getValue())
                .isEqualTo(1);
    }

    @Test
    void wrongUsageIsToldInTwoLines() {
        StringWriter err = new StringWriter();
        int exit = ServerMain.commandLine().setErr(new PrintWriter(err)).execute("serve", "--prot", "1");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("envdrift-server: error: Unknown option");
    }

    /** W21: what listens, listens on this machine alone unless it is told otherwise. */
    @Test
    void w21ListensOnLoopbackUnlessToldOtherwise() {
        CommandLine serve =
                Objects.requireNonNull(ServerMain.commandLine().getSubcommands().get("serve"));
        assertThat(serve.getCommandSpec().findOption("--host").defaultValue())
                .isEqualTo(System.getenv().getOrDefault("ENVDRIFT_SERVER_HOST", "127.0.0.1"));
    }

    @Test
    void anAtSignInFrontOfAnArgumentReadsNoFile() {
        assertThat(ServerMain.run("@" + directory.resolve("file"))).isEqualTo(2);
    }
}
