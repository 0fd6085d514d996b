package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.Secret;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTest {
    @TempDir
    Path directory;

    /** A line that comes and goes is for somebody who watches a terminal. */
    @ParameterizedTest(name = "{0} {1}, terminal {2}, standard error a terminal {3}: {4}")
    @CsvSource({
        "X, '', true, true, true",
        "X, -q, true, true, false",
        "X, --quiet, true, true, false",
        "X, --ci, true, true, false",
        "X, -v, true, true, true",
        "CI, '', true, true, false",
        "NO_COLOR, '', true, true, false",
        "X, '', true, false, false",
        "X, '', false, true, false",
    })
    void progressIsShownOnlyWhereItIsWatched(
            String variable, String option, boolean terminal, boolean watched, boolean shown) {
        OutputOptions output = new OutputOptions();
        parse(output, option);

        assertThat(output.machine(host(variable, terminal, watched)).showsProgress())
                .isEqualTo(shown);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void neitherAFileNorTheNullDeviceIsATerminal() throws Exception {
        assertThat(StandardError.isTerminal(Files.writeString(directory.resolve("file"), "x")))
                .isFalse();
        assertThat(StandardError.isTerminal(Path.of("/dev/null"))).isFalse();
        assertThat(StandardError.isTerminal(directory.resolve("nowhere"))).isFalse();
        assumeTrue(Files.exists(Path.of("/dev/ptmx")));
        assertThat(StandardError.isTerminal(Path.of("/dev/ptmx"))).isTrue();
    }

    private static void parse(OutputOptions output, String option) {
        DescribedCommand command = new DescribedCommand() {
            @Override
            public Outline outline() {
                return Outline.of("x");
            }

            @Override
            public void declare(CommandOptions options) {
                output.declare(options);
            }

            @Override
            public Integer call() {
                return 0;
            }
        };
        CommandOptions.lineOf(command).parseArgs(option.isEmpty() ? new String[0] : new String[] {option});
    }

    private Host host(String variable, boolean terminal, boolean watched) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return new Host(
                Map.of(variable, "1"),
                directory,
                directory,
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                terminal ? Optional.of(new Silent()) : Optional.empty(),
                () -> watched,
                FileOperations.system(),
                Clock.systemUTC(),
                () -> VaultProviders.of(List.of()));
    }

    private static final class Silent implements Host.Terminal {
        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> askSecret(String question) {
            return Optional.empty();
        }
    }
}
