package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.files.FileOperations;
import io.envdrift.files.FolderLock;
import io.envdrift.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that pulls and locks without pause, at random moments. A few kills in every build; {@code -Psoak} (or
 * {@code -Denvdrift.kills=N}) does two thousand.
 */
class CommandKillIT {
    private static final int KILLS = Integer.getInteger("envdrift.kills", 5);
    private static final int LONGEST_LIFE_MILLIS = 400;
    private static final int LOOK_MILLIS = 5;

    @TempDir
    Path temporary;

    @Test
    void aKillAtAnyMomentTearsNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CommandKillIT: " + KILLS + " kills, seed " + seed);
        Random random = new Random(seed);
        Path root = temporary.resolve("project");
        WritingCommand.PULL.prepare(new SampleProject(root));
        Path output = temporary.resolve("output");

        for (int i = 0; i < KILLS; i++) {
            Process process = ChildJvm.start(Endless.class, List.of(root.toString()), Map.of(), output);
            try {
                awaitFirstRound(process, output);
                process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
            WritingCommand.assertSound(root);
        }

        assertThat(new CliRun(root).run("lock", "--profile", "local", "--force").exit())
                .isZero();
        CliRun.Result last = WritingCommand.PULL.run(root, FileOperations.system());
        assertThat(last.exit()).as(last.all()).isZero();
        WritingCommand.assertSound(root);
        assertThat(WritingCommand.leftovers(root))
                .filteredOn(file -> !file.toString().endsWith(FolderLock.FILE_NAME))
                .isEmpty();
    }

    /** The process says so on its output when it has started to write; what was said before it was killed does not count. */
    private static void awaitFirstRound(Process process, Path output) throws Exception {
        while (!Files.readString(output).contains("round")) {
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            // The interval of the question, in which the processor is the other's.
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Pulls and locks until it is killed. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) {
            Path root = Path.of(arguments[0]);
            while (true) {
                CliRun.Result pull = WritingCommand.PULL.run(root, FileOperations.system());
                CliRun.Result lock = new CliRun(root).run("lock", "--profile", "local");
                if (pull.exit() != 0 || lock.exit() != 0) {
                    System.out.println(pull.all() + lock.all());
                    System.exit(1);
                }
                System.out.println("round");
            }
        }
    }
}
