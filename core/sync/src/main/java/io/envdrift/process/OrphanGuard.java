package io.envdrift.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A shell beside this process that ends the child with {@code TERM} when this process is gone without having done so: killed, or
 * crashed. It notices by the end of its standard input. Where there is no {@code /bin/sh}, nobody watches.
 */
final class OrphanGuard implements AutoCloseable {
    /** A line names what to end, an empty one nothing. Signals are for the child: the guard outlives them. */
    private static final String SCRIPT = "trap '' INT TERM HUP QUIT TSTP USR1 USR2 ALRM; target=;"
            + " while read -r line; do target=$line; done;"
            + " [ -z \"$target\" ] || kill -s TERM -- \"$target\"";

    private final OutputStream lines;

    private OrphanGuard(OutputStream lines) {
        this.lines = lines;
    }

    static OrphanGuard start() {
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                // The child's streams are not held open by somebody who outlives it.
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // It needs no variable, and these hold secrets.
        shell.environment().clear();
        try {
            return new OrphanGuard(shell.start().getOutputStream());
        } catch (IOException e) {
            return new OrphanGuard(OutputStream.nullOutputStream());
        }
    }

    /** Watches a child from now on, in the place of the one before. */
    void watch(RunningChild child) {
        tell(child.target());
    }

    /** Ends the watch: the child has ended. */
    @Override
    public void close() {
        tell("");
        try {
            lines.close();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    private void tell(String target) {
        try {
            lines.write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            lines.flush();
        } catch (IOException e) {
            // Somebody ended the guard: the child runs on without it.
            return;
        }
    }
}
