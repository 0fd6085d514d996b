package io.envdrift.cli;

import io.envdrift.cli.base.Host;
import io.envdrift.process.ChildStarter;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs several command lines in one process, so that one archive of loaded classes serves all of them. For the launcher and
 * the distribution, which make such archives; users have {@link Main}.
 */
public final class TrainingRun {
    private static final String SEPARATOR = "::";

    private TrainingRun() {}

    /** Runs the command lines, which {@code ::} separates. What they print and whether they succeed is of no interest. */
    public static void main(String[] arguments) {
        Main.prepare();
        List<String> line = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(SEPARATOR)) {
                run(line);
                line.clear();
            } else {
                line.add(argument);
            }
        }
        run(line);
    }

    private static void run(List<String> line) {
        String[] arguments = line.toArray(String[]::new);
        if (Main.answer(arguments).isEmpty()) {
            new EnvdriftCli(Host.system(), ChildStarter.inPlace()).run(arguments);
        }
    }
}
