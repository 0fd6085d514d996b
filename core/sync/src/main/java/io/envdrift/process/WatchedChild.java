package io.envdrift.process;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileErrors;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A child that is started again whenever what it is given changes. A change that cannot be read is told, and the child
 * goes on with what it has. When the child ends by itself, so does the watch.
 */
public final class WatchedChild {
    /** Editors and git write a file in several steps; this long after the last one it counts as written. */
    private static final int SETTLE_MILLIS = 50;

    private final List<String> command;
    private final Path directory;
    private final Supplier<ChildEnvironment> variables;
    private final Consumer<EnvdriftException> unreadable;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private sealed interface Event {
        record Changed() implements Event {}

        record Ended(RunningChild child, int status) implements Event {}
    }

    /**
     * Prepares a watch.
     *
     * @param variables reads what the child is given, anew at each call
     * @param unreadable is told when that fails later than at the start
     */
    public WatchedChild(
            List<String> command,
            Path directory,
            Supplier<ChildEnvironment> variables,
            Consumer<EnvdriftException> unreadable) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.variables = variables;
        this.unreadable = unreadable;
    }

    /**
     * Runs the command until it ends by itself.
     *
     * @param files what is watched; files need not exist, their directories must
     * @return the exit status, 128 + n after signal n
     * @throws ChildNotStartedException when the command cannot be started
     */
    public int run(Collection<Path> files) {
        Set<Path> watched =
                files.stream().map(file -> file.toAbsolutePath().normalize()).collect(Collectors.toSet());
        try (WatchService service = directory.getFileSystem().newWatchService()) {
            for (Path folder : watched.stream()
                    .map(file -> Objects.requireNonNull(file.getParent()))
                    .collect(Collectors.toSet())) {
                folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
            Thread.ofPlatform().daemon().name("env-watch").start(() -> listen(service, watched));
            // Read before signals are held back: an interrupt while a vault is read need not wait for a child.
            ChildEnvironment given = variables.get();
            try (OrphanGuard guard = OrphanGuard.start(directory);
                    ForwardedSignals signals = ForwardedSignals.install(ChildGroup.isPossible(directory))) {
                return supervise(signals, guard, given);
            }
        } catch (IOException e) {
            throw FileErrors.failed("watch", directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted");
        }
    }

    private int supervise(ForwardedSignals signals, OrphanGuard guard, ChildEnvironment first)
            throws InterruptedException {
        ChildEnvironment given = first;
        RunningChild child = start(given, signals, guard);
        try {
            while (true) {
                switch (events.take()) {
                    case Event.Ended(var ended, var status) -> {
                        if (ended == child) {
                            return status;
                        }
                    }
                    case Event.Changed any -> {
                        ChildEnvironment next = next(given);
                        if (!next.equals(given)) {
                            signals.hold();
                            child.stop();
                            given = next;
                            child = start(given, signals, guard);
                        }
                    }
                }
            }
        } finally {
            // Stop the child after any failure here: it must not run on without its watch.
            if (!child.ended().isDone()) {
                child.stop();
            }
        }
    }

    private ChildEnvironment next(ChildEnvironment given) {
        try {
            return variables.get();
        } catch (EnvdriftException e) {
            unreadable.accept(e);
            return given;
        }
    }

    private RunningChild start(ChildEnvironment environment, ForwardedSignals signals, OrphanGuard guard) {
        RunningChild child = guard.start(command, environment, directory);
        signals.to(child);
        var unused = child.ended().thenAccept(status -> events.add(new Event.Ended(child, status)));
        return child;
    }

    private void listen(WatchService service, Set<Path> watched) {
        try {
            while (true) {
                if (isAbout(service.take(), watched)) {
                    settle(service, watched);
                    events.add(new Event.Changed());
                }
            }
        } catch (ClosedWatchServiceException e) {
            // The watch is over.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void settle(WatchService service, Set<Path> watched) throws InterruptedException {
        WatchKey more = service.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        while (more != null) {
            isAbout(more, watched);
            more = service.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isAbout(WatchKey key, Set<Path> watched) {
        Path folder = (Path) key.watchable();
        boolean about = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            about |= event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                    || (event.context() instanceof Path name && watched.contains(folder.resolve(name)));
        }
        key.reset();
        return about;
    }
}
