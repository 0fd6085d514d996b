package io.envdrift.cli.envsync;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerSession;
import io.envdrift.cli.render.Escaping;
import io.envdrift.envsync.AccessToken;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncBuilder;
import io.envdrift.envsync.EnvSyncHome;
import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.envsync.Passphrases;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.SignIn;
import io.envdrift.envsync.WorkCopy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes of options, variables and {@code .envsync.json} what the library needs. */
final class EnvSyncSession extends ServerSession {
    private final Optional<URI> address;
    private final Duration timeout;

    EnvSyncSession(Host host, Reporter reporter, Optional<URI> address, Duration timeout) {
        super(host, reporter);
        this.address = address;
        this.timeout = timeout;
    }

    /** Returns the token, which is asked for first, as in the original. */
    AccessToken token() {
        return AccessToken.from(host().environment());
    }

    PassphraseSource passphrase() {
        return new PassphraseSource(host(), reporter());
    }

    String project() {
        return ProjectFile.projectId(host().workingDirectory());
    }

    String branch(Optional<String> option) {
        return BranchChoice.of(option, host().workingDirectory(), host().environment());
    }

    URI server() {
        return EnvSyncServer.resolveAddress(address, host().environment());
    }

    /** Prepares calls about the project; contacts nobody. */
    EnvSync open(Optional<Secret> passphrase) {
        EnvSyncBuilder builder = EnvSync.builder()
                .environment(environmentWithoutPassphrase())
                .server(server())
                .project(project())
                .timeout(timeout)
                .clock(host().clock())
                .home(home())
                .warnings(text -> reporter().warn(List.of(Escaping.text(text))));
        passphrase.ifPresent(builder::passphrase);
        return builder.build();
    }

    /** Asks the server something about the project. */
    <T> T ask(Function<ProjectCalls, T> question) {
        try (EnvSync sync = open(Optional.empty())) {
            return question.apply(new ProjectCalls(sync.server(), sync.project()));
        }
    }

    EnvSyncServer withoutToken() {
        return EnvSyncServer.withoutToken(server(), host().environment(), timeout);
    }

    SignIn signIn() {
        return new SignIn(host().environment(), timeout);
    }

    WorkCopy copy(EnvSync sync, String branch, Path file) {
        return new WorkCopy(home(), sync.server().address(), sync.project(), branch, file);
    }

    /** Nothing is open between two calls of {@link #open}. */
    @Override
    public void close() {}

    private EnvSyncHome home() {
        return EnvSyncHome.of(host().environment(), host().home());
    }

    /** Whether there is a passphrase is decided here, by the command. */
    private Map<String, String> environmentWithoutPassphrase() {
        Map<String, String> variables = new HashMap<>(host().environment());
        variables.remove(Passphrases.VARIABLE);
        variables.remove(Passphrases.FILE_VARIABLE);
        return variables;
    }
}
