package io.envdrift.cli;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.StandardOutput;
import io.envdrift.cli.base.Version;
import io.envdrift.files.ExitGate;
import io.envdrift.process.ChildStarter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the process with its status. */
    public static void main(String[] arguments) {
        OptionalInt answer = answer(arguments);
        if (answer.isPresent()) {
            Runtime.getRuntime().halt(answer.getAsInt());
        }
        prepare();
        int status = new EnvdriftCli(Host.system(), ChildStarter.inPlace()).run(arguments);
        // Not System.exit: before its hooks, of which only this one is ours, it looks for a logger in every jar.
        ExitGate.shut();
        Runtime.getRuntime().halt(status);
    }

    /** Sets what the JDK and picocli take from properties of the process, and lets running writes finish when it ends. */
    static void prepare() {
        // picocli sorts options, and libraries write numbers, as the user's locale does; scripts read both.
        Locale.setDefault(Locale.ROOT);
        // Without this, JDK 22 and newer hand out a console even where there is no terminal to ask at.
        if (System.getProperty("jdk.console") == null) {
            System.setProperty("jdk.console", "java.base");
        }
        // Without this, picocli looks for Groovy, in every jar.
        System.setProperty("picocli.disable.closures", "true");
        // No option has a type of these packages, and picocli would look for the packages at every start.
        System.setProperty("picocli.converters.excludes", "java.sql.*,java.time.*");
        // Libraries would look for a logger in every jar, and the JDK for a provider of channels.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        // At its end the JVM waits 300 ms for threads in native calls; a poller of virtual threads, as Azure's SDK
        // would use them, is one.
        System.setProperty("azure.sdk.shared.threadpool.usevirtualthreads", "false");
        if (System.getProperty("os.name").equals("Linux")) {
            System.setProperty("java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
        }
        BuiltInHandler.install();
        ExitGate.install();
    }

    /**
     * Answers the requests of installers and prompts, which need nothing of the rest; returns the status where it did. What this
     * calls has no lambda and reads no resource: each loads as many classes as all of it.
     */
    static OptionalInt answer(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            StandardOutput out = StandardOutput.system();
            out.println(Version.line());
            Optional<String> failure = out.failure();
            if (failure.isPresent()) {
                System.err.println(StandardOutput.lost(failure.get()));
            }
            return OptionalInt.of(failure.isPresent() ? 1 : 0);
        }
        return OptionalInt.empty();
    }
}
