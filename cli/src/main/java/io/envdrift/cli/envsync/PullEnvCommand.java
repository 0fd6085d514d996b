package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.Pulled;
import io.envdrift.envsync.WorkCopy;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envsync pull}: the branch's newest version, exactly as it was pushed, into a file. */
final class PullEnvCommand extends BranchAction {
    private static final String STANDARD_OUTPUT = "-";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private String output = ".env";
    private boolean force;
    private @Nullable String fallback;

    PullEnvCommand(Host host) {
        super(
                host,
                Outline.of(
                        "pull",
                        "Decrypt the branch's newest version into .env (0600).",
                        "Local changes that are in no version are asked about; with --force they are kept in a"
                                + " backup."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value(
                        "--output",
                        "PATH",
                        "Target file; '-' prints the text (default: ${DEFAULT-VALUE}).",
                        text -> output = text)
                .defaultValue(".env");
        options.value(
                "--fallback",
                "BRANCH",
                "Branch to take when nothing was pushed to this one yet.",
                text -> fallback = text);
        options.flag("--force", "Replace local changes; they are kept in a backup beside the file.", on -> force = on);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        var unused = session.token();
        Secret passphrase = session.passphrase().require();
        String branch = branch(session);
        try (EnvSync sync = session.open(Optional.of(passphrase))) {
            Pulled pulled = pulled(sync, branch);
            return output.equals(STANDARD_OUTPUT) ? printed(session, pulled) : written(session, sync, branch, pulled);
        }
    }

    private Pulled pulled(EnvSync sync, String branch) {
        return fallback == null || fallback.equals(branch) ? sync.pull(branch) : firstOf(branch, fallback, sync::find);
    }

    private Reporter.Result printed(EnvSyncSession session, Pulled pulled) {
        session.print(pulled.text());
        return Reporter.Result.printed();
    }

    private Reporter.Result written(EnvSyncSession session, EnvSync sync, String branch, Pulled pulled) {
        Path target = session.file(output);
        List<Row> lines = new ArrayList<>();
        AtomicFile files = new AtomicFile(session.host().files());
        WorkCopy copy = session.copy(sync, branch, target);
        // A link is replaced and its target stays, so nothing is lost.
        Optional<String> before =
                Files.isSymbolicLink(target) ? Optional.empty() : EnvText.of(FileSnapshot.of(target), output);
        if (before.isPresent() && hasUnsavedChanges(copy, before.get(), pulled)) {
            approve(session, files, target, before.get()).ifPresent(lines::add);
        }
        files.write(target, pulled.text().getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
        if (pulled.branch().equals(branch)) {
            copy.note(pulled.version(), pulled.text());
        } else {
            // The branch itself has no version: a push makes its first.
            copy.note(0, pulled.text());
            lines.add(Row.line(
                    Level.PLAIN, "Nothing was pushed to " + branch + " yet; took " + pulled.branch(), Map.of()));
        }
        IgnoredByGit.warn(session.reporter(), List.of(target));
        lines.addFirst(version(pulled.version()));
        lines.addFirst(Row.line(
                Level.GOOD,
                "✓ " + output + " updated from " + pulled.branch(),
                Fields.of(
                        "file",
                        target.toString(),
                        "branch",
                        pulled.branch(),
                        "version",
                        pulled.version(),
                        "pushedBy",
                        pulled.pushedBy(),
                        "pushedAt",
                        pulled.pushedAt())));
        return done(lines);
    }

    /**
     * Tells whether a file may hold changes that are in no version: it may not when it equals a version that was pulled
     * or pushed here.
     */
    private static boolean hasUnsavedChanges(WorkCopy copy, String before, Pulled pulled) {
        return !before.isEmpty() && !before.equals(pulled.text()) && !copy.isUnchanged(before);
    }

    /** Returns a line about the backup, when there is one. */
    private Optional<Row> approve(EnvSyncSession session, AtomicFile files, Path target, String before) {
        boolean agreed = !force
                && session.agreed(output + " has changes that are in no version. Replace it, and keep a backup?");
        if (!force && !agreed) {
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED,
                    output + " has changes that are in no version: nothing was written",
                    "push them first, or replace them with --force, which keeps a backup");
        }
        Path backup = target.resolveSibling(target.getFileName() + ".backup."
                + STAMP.format(session.host().clock().instant()));
        files.write(backup, before.getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
        IgnoredByGit.warn(session.reporter(), List.of(backup));
        return Optional.of(Row.line(
                Level.PLAIN, "What was there is kept in " + backup.getFileName(), Map.of("backup", backup.toString())));
    }
}
