package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.files.FileOperations;
import io.envdrift.files.FolderLock;
import io.envdrift.testkit.ChildJvm;
import io.envdrift.testkit.FaultyFileOperations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Halts a process at file operations of every command, as a power cut would: at one, chosen anew, in every build; at each
 * of them with {@code -Psoak} (or {@code -Denvdrift.halts=N}). {@link CommandFaultIT} fails at each of them in every build.
 */
class CommandCrashIT {
    private static final int HALTS = Integer.getInteger("envdrift.halts", 1);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void aHaltAtAnyOperationTearsNothing(WritingCommand command) throws Exception {
        Path counted = temporary.resolve("count");
        command.prepare(new SampleProject(counted));
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        assertThat(command.run(counted, counting).exit()).isZero();
        int operations = counting.visited().size();

        List<Integer> chosen =
                new ArrayList<>(IntStream.rangeClosed(1, operations).boxed().toList());
        Collections.shuffle(chosen);
        chosen.subList(Math.min(HALTS, operations), operations).clear();

        List<Integer> exits = chosen.parallelStream().map(k -> halt(command, k)).toList();

        assertThat(exits).isNotEmpty().containsOnly(FaultyFileOperations.HALTED);
        for (int k : chosen) {
            Path root = root(k);
            WritingCommand.assertSound(root);
            CliRun.Result again = CommandFaultIT.rerun(command, root);
            assertThat(again.exit())
                    .as(command + " after a halt at " + k + ": " + again.all())
                    .isZero();
            WritingCommand.assertSound(root);
            assertThat(WritingCommand.leftovers(root))
                    .as(command + " after a halt at " + k)
                    // The lock file of a killed process blocks nobody; the next writer takes it over and removes it.
                    .filteredOn(file -> !file.toString().endsWith(FolderLock.FILE_NAME))
                    .isEmpty();
        }
    }

    private int halt(WritingCommand command, int k) {
        try {
            command.prepare(new SampleProject(root(k)));
            return ChildJvm.run(
                            Halting.class, List.of(command.name(), root(k).toString(), Integer.toString(k)), Map.of())
                    .exit();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path root(int k) {
        return temporary.resolve("halt-" + k);
    }

    /** Runs one command and halts at one operation. */
    static final class Halting {
        private Halting() {}

        public static void main(String[] arguments) {
            WritingCommand command = WritingCommand.valueOf(arguments[0]);
            int number = Integer.parseInt(arguments[2]);
            FileOperations operations = FaultyFileOperations.haltingAt(number, FileOperations.system());
            System.exit(command.run(Path.of(arguments[1]), operations).exit());
        }
    }
}
