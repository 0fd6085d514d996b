package io.envdrift.levels.example;

import io.envdrift.base.EnvdriftException;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsWatch;
import io.envdrift.levels.PulledLevels;

/** What a program does with levels: pull the values of its environment, and hear when they change. */
public final class ExampleProgram {
    private ExampleProgram() {}

    /** The argument is the path, as in acme/backend/production; the rest comes from the variables of the command line. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Levels levels = Levels.open(System.getenv())) {
            PulledLevels pulled = levels.pull(arguments[0]);
            // Names, never values.
            System.out.println(pulled.resolved().values().keySet());
            try (LevelsWatch watch = levels.watch(
                    pulled.path(),
                    pulled,
                    LevelsWatch.DEFAULT_INTERVAL,
                    (names, now) -> System.out.println("changed: " + names),
                    failure -> System.err.println(failure.getMessage()))) {
                Thread.sleep(1_000);
            }
        } catch (EnvdriftException e) {
            System.err.println(e.getMessage());
        }
    }
}
