package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerAction;
import io.envdrift.cli.base.ServerOptions;
import java.time.Duration;
import java.util.Optional;

/** A command that calls a server of levels. */
abstract class LevelsAction extends ServerAction<LevelsSession> {
    private final LevelsOptions options = new LevelsOptions();

    LevelsAction(Host host, Outline outline) {
        super(
                host,
                outline,
                "levels",
                new ServerOptions("DOTENV_API_URL, else https://api.dotenv.cloud", "https://levels.example.com"));
    }

    @Override
    public void declare(CommandOptions declared) {
        options.declare(declared);
        super.declare(declared);
    }

    /** Returns how old a cache may be, where the command has such an option. */
    Optional<Duration> maxAge() {
        return Optional.empty();
    }

    @Override
    protected final LevelsSession open(Host machine, Reporter reporter, ServerOptions server) {
        return new LevelsSession(machine, reporter, server.address(), server.timeout(), options, maxAge());
    }
}
