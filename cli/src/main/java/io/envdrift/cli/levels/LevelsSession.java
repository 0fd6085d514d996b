package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerSession;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.files.FileSnapshot;
import io.envdrift.levels.Levels;
import io.envdrift.levels.LevelsBuilder;
import io.envdrift.levels.LevelsHome;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes of options and variables what the library needs. */
final class LevelsSession extends ServerSession {
    private final Levels levels;

    LevelsSession(
            Host host,
            Reporter reporter,
            Optional<URI> address,
            Duration timeout,
            LevelsOptions options,
            Optional<Duration> maxAge) {
        super(host, reporter);
        LevelsBuilder builder = Levels.builder()
                .environment(host.environment())
                .timeout(timeout)
                .clock(host.clock())
                .home(LevelsHome.of(host.environment(), host.home()))
                .clientKey(new ClientKeySource(host, reporter).key(options.clientKey()))
                .acceptChanges(options.acceptChanges())
                .warnings(text -> reporter.warn(List.of(text)));
        address.ifPresent(builder::server);
        options.organization().ifPresent(builder::organization);
        maxAge.ifPresent(builder::maxCacheAge);
        this.levels = builder.build();
    }

    Levels levels() {
        return levels;
    }

    /**
     * Reads a file that must be there.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code NOT_TEXT} and others
     */
    String text(String name) {
        byte[] content = FileSnapshot.named(file(name))
                .content()
                .orElseThrow(() -> new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + name));
        return EnvDocument.decode(content).text();
    }

    /** Returns the format of the texts that were read, which is the project's. */
    String format(PulledLevels read) {
        return read.levels().stream()
                .map(LevelContent::format)
                .findFirst()
                .orElseGet(() -> levels.project(read.path().project()).format());
    }

    /** Returns the level that was asked for; a text without values where it has no content yet. */
    LevelContent deepest(PulledLevels read) {
        return read.deepest().orElseGet(() -> LevelContent.empty(read.path(), format(read)));
    }

    /** Reads a secret that an option names: {@code -} for standard input, else a file. */
    Secret secret(String source) {
        return new ClientKeySource(host(), reporter()).read(source);
    }

    /**
     * Asks before something that replaces or deletes.
     *
     * @throws EnvdriftException {@code CONFIRMATION_NEEDED} when the user does not agree, or nobody is there
     */
    void requireAgreement(boolean force, String question, String what) {
        if (!force && !agreed(question)) {
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED, what + ": nothing was changed", "--force does it without asking");
        }
    }

    @Override
    public void close() {
        levels.close();
    }
}
