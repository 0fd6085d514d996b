package io.envdrift.cli.base;

import io.envdrift.cli.render.Escaping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A command's session with a server. */
public abstract class ServerSession implements AutoCloseable {
    private final Host host;
    private final Reporter reporter;

    /** Creates what all servers' commands need. */
    protected ServerSession(Host host, Reporter reporter) {
        this.host = host;
        this.reporter = reporter;
    }

    /** Returns the machine. */
    public final Host host() {
        return host;
    }

    /** Returns the reporter of the command. */
    public final Reporter reporter() {
        return reporter;
    }

    /** Returns a file that the user names. */
    public final Path file(String name) {
        return host.workingDirectory().resolve(name);
    }

    /** Tells whether data is to be printed as JSON. */
    public final boolean isJson() {
        return reporter.format() == OutputOptions.Format.JSON;
    }

    /** Prints a text on standard output exactly as it is. */
    public final void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        host.out().write(bytes, 0, bytes.length);
        host.out().flush();
    }

    /** Tells whether the user agrees; without a terminal the answer is no. */
    public final boolean agreed(String question) {
        return host.terminal()
                .flatMap(terminal -> terminal.ask(Escaping.text(question) + " (y/N): "))
                .filter(Prompts::isYes)
                .isPresent();
    }

    /** Ends the connections. */
    @Override
    public abstract void close();
}
