package io.envdrift.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children beside this process, with what a shell sees of them written to files. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildTest {
    private static final ChildEnvironment NOTHING = new ChildEnvironment(Map.of(), Set.of());

    @TempDir
    Path directory;

    @Test
    void theChildHasTheVariablesAndTheDirectoryAndNotWhatWasRemoved() throws Exception {
        ChildEnvironment given = new ChildEnvironment(Map.of("GREETING", "a  'b' $c"), Set.of("HOME"));

        int status = run(given, "printf '%s|%s|%s' \"$GREETING\" \"$PWD\" \"${HOME-gone}\" > out");

        assertThat(status).isZero();
        assertThat(Files.readString(directory.resolve("out")))
                .isEqualTo("a  'b' $c|" + directory.toRealPath() + "|gone");
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(delimiter = '|', textBlock = """
        true            | 0
        exit 7          | 7
        kill -TERM $$   | 143
        kill -KILL $$   | 137
        """)
    void theStatusIsTheChilds(String script, int status) {
        assertThat(run(NOTHING, script)).isEqualTo(status);
    }

    @Test
    void aMissingCommandIs127AndAFileThatIsNoProgramIs126() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "no program");

        assertThat(refusal("no-such-command-anywhere").status()).isEqualTo(127);
        assertThat(refusal("no-such-command-anywhere")).hasMessage("Command not found: no-such-command-anywhere");
        assertThat(refusal(text.toString()).status()).isEqualTo(126);
        assertThat(refusal(text.toString())).hasMessageContaining("Permission denied");
    }

    @Test
    void noValueIsShown() {
        assertThat(new ChildEnvironment(Map.of("TOKEN", "hush"), Set.of()).toString())
                .doesNotContain("hush");
    }

    @Test
    void aWatchedChildIsStartedAgainWhenAFileChangesAndItsEndIsTheEnd() throws Exception {
        Path file = Files.writeString(directory.resolve(".env"), "1");
        List<EnvdriftException> told = new CopyOnWriteArrayList<>();
        WatchedChild watch = new WatchedChild(
                List.of("/bin/sh", "-c", "echo $V >> seen; [ $V = 3 ] && exit 5; exec sleep 300"),
                directory,
                () -> variable(file),
                told::add);
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> watch.run(List.of(file)));

        awaitSeen("1\n");
        Files.writeString(file, "bad");
        Files.writeString(directory.resolve("another"), "2");
        awaitTold(told);
        replace(file, "2");
        awaitSeen("1\n2\n");
        replace(file, "3");

        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(Files.readString(directory.resolve("seen"))).isEqualTo("1\n2\n3\n");
        assertThat(told).extracting(EnvdriftException::getMessage).containsOnly("bad value");
    }

    private static ChildEnvironment variable(Path file) {
        try {
            String value = Files.readString(file);
            if (value.isEmpty() || value.equals("bad")) {
                throw new EnvdriftException(ErrorCode.NOT_TEXT, "bad value");
            }
            return new ChildEnvironment(Map.of("V", value), Set.of());
        } catch (IOException e) {
            throw new EnvdriftException(ErrorCode.FILE_ACCESS, "bad value");
        }
    }

    private static void replace(Path file, String text) throws Exception {
        Path next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitSeen(String text) throws Exception {
        Path seen = directory.resolve("seen");
        while (!Files.exists(seen) || !Files.readString(seen).equals(text)) {
            Thread.onSpinWait();
        }
    }

    private static void awaitTold(List<EnvdriftException> told) {
        while (told.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private int run(ChildEnvironment environment, String script) {
        return ChildStarter.beside().run(List.of("/bin/sh", "-c", script), environment, directory);
    }

    private ChildNotStartedException refusal(String command) {
        try {
            ChildStarter.beside().run(List.of(command), NOTHING, directory);
            throw new AssertionError("it was started");
        } catch (ChildNotStartedException e) {
            return e;
        }
    }
}
