package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.Pulled;
import io.envdrift.envsync.PushWish;
import io.envdrift.envsync.Pushed;
import io.envdrift.envsync.SchemeChoice;
import io.envdrift.envsync.WorkCopy;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.StoredEnv;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envsync push}: a .env file becomes the branch's next version. */
final class PushEnvCommand extends BranchAction {

    private final SourceFile file = new SourceFile();
    private boolean force;
    private boolean namesHidden;
    private @Nullable String scheme;

    PushEnvCommand(Host host) {
        super(host, Outline.of("push", "Encrypt a .env file and store it as the branch's next version."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        file.declare(options, "Source file");
        options.flag("--force", "Replace the newest version, whoever pushed it.", on -> force = on);
        options.value(
                "--scheme",
                "document|repo",
                "Form of the ciphertext; repo is what the original's command line reads, and easy to guess (default:"
                        + " ENVSYNC_SCHEME, else document).",
                text -> scheme = text);
        options.flag("--redact-key-names", "Send no key names to the server.", on -> namesHidden = on);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        var unused = session.token();
        Secret passphrase = session.passphrase().require();
        KeyScheme form =
                SchemeChoice.of(Optional.ofNullable(scheme), session.host().environment());
        Path source = file.path(session);
        String text = file.text(session);
        String branch = branch(session);
        try (EnvSync sync = session.open(Optional.of(passphrase))) {
            WorkCopy copy = session.copy(sync, branch, source);
            PushWish wish = PushWish.over(copy.version())
                    .in(form)
                    .forced(force)
                    .hidingNames(namesHidden)
                    .replacingUnseen(unseen -> agreed(session, branch, unseen));
            Pushed pushed = push(sync, branch, text, wish, copy);
            copy.note(pushed.version(), text);
            warn(session, pushed);
            return done(List.of(line(pushed), version(pushed.version())));
        }
    }

    /**
     * A newer version than the one that is remembered here is no conflict where it holds the very text that was last pulled or
     * pushed here: a change of the passphrase makes such versions.
     */
    private static Pushed push(EnvSync sync, String branch, String text, PushWish wish, WorkCopy copy) {
        try {
            return sync.push(branch, text, wish);
        } catch (EnvdriftException conflict) {
            if (conflict.code() != ErrorCode.WRITE_CONFLICT) {
                throw conflict;
            }
            Pulled now = newest(sync, branch, conflict);
            if (!copy.isUnchanged(now.text())) {
                throw conflict;
            }
            return sync.push(
                    branch,
                    text,
                    PushWish.over(now.version())
                            .in(wish.scheme())
                            .hidingNames(wish.extras().contains(PushWish.Extra.HIDE_NAMES)));
        }
    }

    private static Pulled newest(EnvSync sync, String branch, EnvdriftException conflict) {
        try {
            return sync.pull(branch);
        } catch (EnvdriftException unreadable) {
            throw conflict;
        }
    }

    private static boolean agreed(EnvSyncSession session, String branch, StoredEnv unseen) {
        return session.agreed("Branch '" + branch + "' has version " + unseen.version()
                + " by " + unseen.pushedBy()
                + ", which this directory never pulled. Replace it?");
    }

    private static void warn(EnvSyncSession session, Pushed pushed) {
        if (pushed.formerScheme().isPresent()) {
            session.reporter().warn(List.of(changed(pushed.scheme())));
        }
    }

    /** Explains a change of the form since the version before. */
    static String changed(KeyScheme written) {
        return written == KeyScheme.DOCUMENT
                ? "The version before was in the original's form: its command line cannot read this one; --scheme repo"
                        + " or " + SchemeChoice.VARIABLE + "=repo writes that form"
                : "This form is easy to guess when somebody gets hold of it; the version before was in the document's,"
                        + " which the original's command line cannot read";
    }

    /** Returns the line in the original's words, which scripts know, also for a single key. */
    private static Row line(Pushed pushed) {
        return Row.line(
                Level.GOOD,
                "✓ Pushed " + pushed.names().size() + " keys to " + pushed.branch(),
                Fields.of(
                        "branch",
                        pushed.branch(),
                        "version",
                        pushed.version(),
                        "names",
                        pushed.names(),
                        "scheme",
                        pushed.scheme().word()));
    }
}
