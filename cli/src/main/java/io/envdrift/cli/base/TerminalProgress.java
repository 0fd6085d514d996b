package io.envdrift.cli.base;

import io.envdrift.base.Progress;
import io.envdrift.cli.render.Escaping;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One line on a terminal that says how far long work is: a bar or what is waited for, the count, the current piece. It is
 * gone when the work is done. Short work shows none.
 */
final class TerminalProgress implements Progress {
    private static final long QUIET_NANOS = Duration.ofMillis(400).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int BAR = 20;
    private static final int WIDTH = 79;
    private static final String SPINNER = "|/-\\";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream terminal;
    private final long quietNanos;
    private final long start = System.nanoTime();
    private long last;
    private boolean shown;
    private boolean asking;
    private int turn;

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
            clear();
            return;
        }
        int filled = BAR * done / total;
        show("[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total + " " + what);
    }

    @Override
    public synchronized void waiting(int done, int total, String what) {
        turn++;
        show(SPINNER.charAt(turn % SPINNER.length()) + " waiting for the vault: " + done + "/" + total + " " + what);
    }

    /** Asks the user something, with no line of progress in the way of the question. */
    <T> T asking(Supplier<T> question) {
        synchronized (this) {
            clear();
            asking = true;
        }
        try {
            return question.get();
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    private void show(String line) {
        long now = System.nanoTime();
        if (asking || now - start < quietNanos || shown && now - last < PAUSE_NANOS) {
            return;
        }
        last = now;
        shown = true;
        String safe = Escaping.text(line);
        terminal.print(CLEAR + safe.substring(0, Math.min(safe.length(), WIDTH)));
        terminal.flush();
    }

    private void clear() {
        if (shown) {
            terminal.print(CLEAR);
            terminal.flush();
            shown = false;
        }
    }
}
