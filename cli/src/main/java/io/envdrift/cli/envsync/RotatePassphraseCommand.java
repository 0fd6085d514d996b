package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.RotatePassphrase;
import io.envdrift.envsync.SchemeChoice;
import io.envdrift.envsync.protocol.BranchEntry;
import io.envdrift.envsync.protocol.KeyScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envsync rotate-passphrase}: every branch again, under a new passphrase. */
final class RotatePassphraseCommand extends EnvSyncAction {
    private List<String> branches = List.of();
    private @Nullable String source;

    RotatePassphraseCommand(Host host) {
        super(
                host,
                Outline.of(
                        "rotate-passphrase",
                        "Encrypt the newest version of every branch again, under a new passphrase.",
                        "The old one is ENVSYNC_PASS as usual. Old versions stay under it: change the values too when"
                                + " somebody left who knows it. Run it again when it was cut short."));
    }

    @Override
    public void declare(CommandOptions options) {
        options.value(
                "--new",
                "@FILE",
                "The new passphrase; '-' for standard input (default: a prompt).",
                text -> source = text);
        options.values(
                "--branch",
                "NAME",
                "Only this branch; may be repeated, and is needed on the original's server, which lists none.",
                String.class,
                given -> branches = given);
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        var unused = session.token();
        KeyScheme form = SchemeChoice.of(Optional.empty(), session.host().environment());
        Secret old = session.passphrase().require();
        Secret next = newPassphrase(session);
        if (next.equals(old)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "The new passphrase is the old one", "nothing was pushed; choose another one");
        }
        try (EnvSync before = session.open(Optional.of(old));
                EnvSync after = session.open(Optional.of(next))) {
            List<String> names = branches.isEmpty()
                    ? new ProjectCalls(before.server(), before.project())
                            .branches().stream().map(BranchEntry::branch).toList()
                    : branches;
            RotatePassphrase.Rotated rotated = new RotatePassphrase(before, after, form).run(names);
            if (!rotated.reformed().isEmpty()) {
                session.reporter()
                        .warn(List.of(PushEnvCommand.changed(form) + ": " + String.join(", ", rotated.reformed())));
            }
            return done(lines(rotated));
        }
    }

    private Secret newPassphrase(EnvSyncSession session) {
        String given = source;
        if (given == null) {
            Optional<Secret> first = session.passphrase().ask("New passphrase: ");
            Optional<Secret> again =
                    first.isEmpty() ? first : session.passphrase().ask("Once more: ");
            return first.filter(secret -> again.filter(secret::equals).isPresent())
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.CONFIRMATION_NEEDED,
                            "There is no new passphrase, or it was typed in two ways: nothing was pushed",
                            "pass --new @FILE, or --new - and give it on standard input"));
        }
        if (!given.equals("-") && !given.startsWith("@")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "A passphrase is not taken from the command line, where others can see it",
                    "pass --new @FILE, or --new - and give it on standard input");
        }
        Secret next = new SecretArgument(session.host(), session.reporter()).read(given);
        if (next.reveal().isEmpty()) {
            throw new EnvdriftException(ErrorCode.USAGE, "The new passphrase is empty", "nothing was pushed");
        }
        return next;
    }

    private static List<Row> lines(RotatePassphrase.Rotated rotated) {
        List<Row> lines = new ArrayList<>();
        rotated.moved()
                .forEach(branch -> lines.add(Row.line(
                        Level.GOOD,
                        "✓ " + branch + " is under the new passphrase",
                        Fields.of("branch", branch, "status", "moved"))));
        rotated.done()
                .forEach(branch -> lines.add(Row.line(
                        Level.PLAIN,
                        branch + " was under the new passphrase already",
                        Fields.of("branch", branch, "status", "done"))));
        lines.add(Row.line(
                Level.PLAIN,
                "Set ENVSYNC_PASS to the new passphrase everywhere. Old versions stay readable with the old one.",
                Map.of()));
        return lines;
    }
}
