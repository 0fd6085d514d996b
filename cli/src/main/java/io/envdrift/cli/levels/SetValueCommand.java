package io.envdrift.cli.levels;

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
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code levels set}: one value of one level, if the level still is the one that was read. */
final class SetValueCommand extends PathAction {
    private String name = "";
    private @Nullable String source;

    SetValueCommand(Host host) {
        super(
                host,
                Outline.of(
                        "set",
                        "Set one value of the level that PATH names; all else in it stays.",
                        "The value comes from standard input, a file or a prompt, never from the command line."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The variable.", String.class, text -> name = text);
        options.optionalArgument(
                "SOURCE",
                "'-' for standard input, @FILE, or '' for an empty value (default: a prompt, else standard input).",
                String.class,
                text -> source = text);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        String value = value(session).reveal();
        PulledLevels before = session.levels().read(path());
        LevelContent content = session.deepest(before);
        OptionalLong version = session.levels().write(before, LevelEdit.set(content, name, value), false);
        return done(List.of(Row.line(
                Level.GOOD,
                "✓ Set " + name + " in " + path()
                        + (version.isPresent() ? " (version " + version.getAsLong() + ")" : ""),
                Fields.of("path", path().toString(), "name", name, "status", "set"))));
    }

    private Secret value(LevelsSession session) {
        String given = source;
        if (given != null && !given.isEmpty() && !given.equals("-") && !given.startsWith("@")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "a value is not taken from the command line, where others can see it",
                    "pass '-' and give it on standard input, or name a file as @FILE");
        }
        return new SecretArgument(session.host(), session.reporter()).value(Optional.ofNullable(given), name);
    }
}
