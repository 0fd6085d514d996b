package io.envdrift.envsync.example;

import io.envdrift.base.EnvdriftException;
import io.envdrift.envsync.EnvDrift;
import io.envdrift.envsync.EnvSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a program does with EnvSync: pull a branch's values, and say whether the local file drifted from them. */
public final class ExampleProgram {
    private ExampleProgram() {}

    /** Arguments: the project's id and the branch; everything else comes from the variables of the command line. */
    public static void main(String[] arguments) throws IOException {
        try (EnvSync sync = EnvSync.builder().project(arguments[0]).build()) {
            // Names, never values.
            System.out.println(sync.pull(arguments[1]).values().keySet());
            Path local = Path.of(".env");
            if (Files.exists(local)) {
                EnvDrift drift = sync.diff(arguments[1], Files.readString(local));
                System.out.println(drift.inSync() ? "in sync" : "drifted: " + drift);
            }
        } catch (EnvdriftException e) {
            System.err.println(e.getMessage());
        }
    }
}
