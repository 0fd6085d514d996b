package io.envdrift.cli;

import io.envdrift.cli.base.Host;
import io.envdrift.process.ChildStarter;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Runs one command line as {@link Main} does and writes down which jars the process has open then; Linux only. */
public final class CountedRun {
    private CountedRun() {}

    /** Runs it; the first argument is the file to write to, the others are the command line. */
    public static void main(String[] arguments) throws IOException {
        String[] line = Arrays.copyOfRange(arguments, 1, arguments.length);
        int status = 0;
        if (Main.answer(line).isEmpty()) {
            Main.prepare();
            status = new EnvdriftCli(Host.system(), ChildStarter.inPlace()).run(line);
        }
        CommandIsDone.mark();
        Set<String> jars = new TreeSet<>();
        File[] open = new File("/proc/self/fd").listFiles();
        if (open == null) {
            throw new IOException("no /proc/self/fd");
        }
        for (File descriptor : open) {
            if (Files.isSymbolicLink(descriptor.toPath())) {
                String target = Files.readSymbolicLink(descriptor.toPath()).toString();
                if (target.endsWith(".jar")) {
                    jars.add(target);
                }
            }
        }
        try (PrintStream file = new PrintStream(Path.of(arguments[0]).toFile(), StandardCharsets.UTF_8)) {
            jars.forEach(file::println);
        }
        Runtime.getRuntime().halt(status);
    }

    /** Its loading marks the end of the command in the log of loaded classes. */
    private static final class CommandIsDone {
        private CommandIsDone() {}

        static void mark() {
            // Loaded: that was all.
        }
    }
}
