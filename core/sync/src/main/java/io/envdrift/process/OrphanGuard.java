package io.envdrift.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A shell beside this process that ends the child with {@code TERM} when this process is gone without having done so:
 * killed, or crashed. The end of its standard input tells it. Where there is no {@code /bin/sh}, there is no guard.
 *
 * <p>Where children can have a group, the guard is its first member and ends all of it, so there is no moment in which
 * it does not know of a child. Elsewhere it is told of a child right after the start, and a kill in between leaves an
 * orphan.
 */
final class OrphanGuard implements AutoCloseable {
    /**
     * The first argument is what to end, a line names another, an empty one nothing. Signals are for the child: the guard
     * outlives them.
     */
    private static final String SCRIPT = "trap '' INT TERM HUP QUIT TSTP USR1 USR2 ALRM; target=$1;"
            + " while read -r line; do target=$line; done;"
            + " [ -z \"$target\" ] || kill -s TERM -- \"$target\"";

    private static final String SHELL = "/bin/sh";
    private static final String OWN_GROUP = "0";
    private static final String NOTHING = "";

    private final Optional<ChildGroup> group;
    private final OutputStream lines;

    private OrphanGuard(Optional<ChildGroup> group, OutputStream lines) {
        this.group = group;
        this.lines = lines;
    }

    /**
     * Starts the guard.
     *
     * @param directory the working directory of the children
     */
    static OrphanGuard start(Path directory) {
        if (ChildGroup.isPossible(directory)) {
            ChildGroup group = ChildGroup.ledBy(List.of(SHELL, "-c", SCRIPT, SHELL, OWN_GROUP));
            return new OrphanGuard(Optional.of(group), group.toLeader());
        }
        return beside();
    }

    /** Starts a guard of children that stay in the group of this process. */
    static OrphanGuard beside() {
        ProcessBuilder shell = new ProcessBuilder(SHELL, "-c", SCRIPT, SHELL, NOTHING)
                // The guard outlives the child, so it must not hold the child's streams open.
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // The guard needs no variables, and these hold secrets.
        shell.environment().clear();
        try {
            return new OrphanGuard(Optional.empty(), shell.start().getOutputStream());
        } catch (IOException e) {
            return new OrphanGuard(Optional.empty(), OutputStream.nullOutputStream());
        }
    }

    /**
     * Starts a child that is watched from then on, in the place of the one before.
     *
     * @param directory the one that the guard was started with
     * @throws ChildNotStartedException when the command cannot be started
     */
    RunningChild start(List<String> command, ChildEnvironment environment, Path directory) {
        if (group.isPresent()) {
            return group.get().start(command, environment);
        }
        SpawnedChild child = SpawnedChild.start(command, environment, directory);
        tell(child.target());
        return child;
    }

    /** Ends the watch: the child has ended. */
    @Override
    public void close() {
        tell(NOTHING);
        try {
            lines.close();
        } catch (IOException e) {
            // The guard has ended already.
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
