package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.files.FileOperations;
import io.envdrift.testkit.FaultyFileOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fails every command at every file operation: each file is the old one or the new one, and the next run completes. */
class CommandFaultIT {
    /** Operations whose failure costs nothing that was asked for: an old backup or temporary file stays. */
    private static final List<String> HARMLESS = List.of("delete");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void aFailureAtAnyOperationTearsNothing(WritingCommand command) throws Exception {
        List<String> operations = count(command);
        assertThat(operations).contains("open", "write", "short write", "fsync", "directory fsync");

        for (int k = 1; k <= operations.size(); k++) {
            Path root = temporary.resolve(command + "-" + k);
            command.prepare(new SampleProject(root));
            FaultyFileOperations faulty = FaultyFileOperations.failingAt(k, FileOperations.system());

            CliRun.Result result = command.run(root, faulty);

            String at = command + " at operation " + k + " (" + operations.get(k - 1) + "): " + result.all();
            assertThat(faulty.reachedFault()).as(at).isTrue();
            if (!HARMLESS.contains(operations.get(k - 1))) {
                assertThat(result.exit()).as(at).isEqualTo(1);
                assertThat(result.all()).as(at).contains("injected failure").doesNotContain("Exception");
            }
            WritingCommand.assertSound(root);
            assertThat(WritingCommand.leftovers(root)).as(at).isEmpty();

            CliRun.Result again = rerun(command, root);
            assertThat(again.exit()).as(at + again.all()).isZero();
            WritingCommand.assertSound(root);
        }
    }

    /** Counts the operations of an undisturbed run, and makes sure that it works at all. */
    private List<String> count(WritingCommand command) throws Exception {
        Path root = temporary.resolve(command + "-count");
        command.prepare(new SampleProject(root));
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        CliRun.Result result = command.run(root, counting);
        assertThat(result.exit()).as(result.all()).isZero();
        WritingCommand.assertSound(root);
        return counting.visited();
    }

    /** {@code init} must not replace a configuration that was written before the failure. */
    static CliRun.Result rerun(WritingCommand command, Path root) throws Exception {
        if (command == WritingCommand.INIT) {
            Files.deleteIfExists(root.resolve("envdrift.toml"));
        }
        return command.run(root, FileOperations.system());
    }
}
