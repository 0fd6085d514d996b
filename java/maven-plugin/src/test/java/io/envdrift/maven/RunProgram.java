package io.envdrift.maven;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A JVM in Maven's place: it runs the goal, and says when that waits for the program. */
final class RunProgram {
    private RunProgram() {}

    /** @param arguments the project's directory, and the program with its arguments */
    public static void main(String[] arguments) {
        RunMojo run = new RunMojo();
        run.directory = new File(arguments[0]);
        run.environment = Map.of();
        run.command = List.of(arguments).subList(1, arguments.length);
        Thread goal = Thread.ofPlatform().start(() -> {
            try {
                run.execute();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tellThatTheEndWaits(goal)));
        while (goal.isAlive() && !isWaiting(goal)) {
            Thread.onSpinWait();
        }
        System.out.println("waits");
    }

    /** What ends the program waits for it: whatever it does before that is done. */
    private static void tellThatTheEndWaits(Thread goal) {
        while (goal.isAlive()
                && Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("env-child-end")
                                && thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        System.out.println("ends");
    }

    private static boolean isWaiting(Thread goal) {
        return Arrays.stream(goal.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("await")
                        && frame.getClassName().startsWith("io.envdrift.process"));
    }
}
