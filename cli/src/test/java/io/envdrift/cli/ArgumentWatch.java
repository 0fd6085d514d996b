package io.envdrift.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Notes the arguments of every process that this one starts, as any user of the machine can read them. */
final class ArgumentWatch implements AutoCloseable {
    /** Less than any process lives. */
    private static final long PAUSE_NANOS = 500_000;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread watcher = new Thread(this::watch, "argument-watch");
    private volatile boolean ended;

    private ArgumentWatch() {
        watcher.setDaemon(true);
    }

    static ArgumentWatch start() {
        ArgumentWatch watch = new ArgumentWatch();
        watch.watcher.start();
        return watch;
    }

    /** Returns the arguments seen so far, those of this process among them. */
    String seen() {
        note(ProcessHandle.current());
        return String.join("\n", seen);
    }

    @Override
    public void close() {
        ended = true;
    }

    private void watch() {
        while (!ended) {
            ProcessHandle.current().descendants().forEach(this::note);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void note(ProcessHandle process) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            seen.add(new String(arguments, StandardCharsets.ISO_8859_1).replace('\0', ' '));
        } catch (IOException e) {
            // It has ended, or this system has no /proc: then what the JDK tells must do.
            process.info().commandLine().ifPresent(seen::add);
        }
    }
}
