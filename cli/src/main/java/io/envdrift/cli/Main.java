package io.envdrift.cli;

import io.envdrift.files.ExitGate;
import io.envdrift.process.ChildStarter;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the process with its status. */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // Installers and prompts ask this often; it needs nothing of what follows.
            System.out.println(Version.line());
            return;
        }
        // Without this, JDK 22 and newer hand out a console even where there is no terminal to ask at.
        if (System.getProperty("jdk.console") == null) {
            System.setProperty("jdk.console", "java.base");
        }
        ExitGate.install();
        System.exit(new EnvdriftCli(Host.system(), ChildStarter.inPlace()).run(arguments));
    }
}
