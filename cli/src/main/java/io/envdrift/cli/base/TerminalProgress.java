package io.envdrift.cli.base;

import io.envdrift.base.Progress;
import io.envdrift.cli.render.Escaping;
import java.io.PrintStream;
import java.time.Duration;

/**
 * One line on a terminal that says how far long work is: a bar, the count, the current file. It is gone when the work is
 * done. Short work shows none.
 */
final class TerminalProgress implements Progress {
    private static final long QUIET_NANOS = Duration.ofMillis(400).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int BAR = 20;
    private static final int WIDTH = 79;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream terminal;
    private final long quietNanos;
    private final long start = System.nanoTime();
    private long last;
    private boolean shown;

    TerminalProgress(PrintStream terminal) {
        this(terminal, QUIET_NANOS);
    }

    /** Creates a line that shows only after this many nanoseconds. */
    TerminalProgress(PrintStream terminal, long quietNanos) {
        this.terminal = terminal;
        this.quietNanos = quietNanos;
    }

    @Override
    public synchronized void advanced(int done, int total, String what) {
        if (done >= total) {
            if (shown) {
                terminal.print(CLEAR);
                terminal.flush();
                shown = false;
            }
            return;
        }
        long now = System.nanoTime();
        if (now - start < quietNanos || shown && now - last < PAUSE_NANOS) {
            return;
        }
        last = now;
        shown = true;
        int filled = BAR * done / total;
        String line = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total + " "
                + Escaping.text(what);
        terminal.print(CLEAR + line.substring(0, Math.min(line.length(), WIDTH)));
        terminal.flush();
    }
}
