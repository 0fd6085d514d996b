package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.protocol.LevelKind;
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;

/** {@code levels target} and {@code levels environment}: make, change and delete what lies below a project. */
final class NodeGroup extends CommandGroup {
    private final Kind kind;

    /** What lies below a project. */
    enum Kind {
        TARGET("target", LevelKind.TARGET, "PROJECT/TARGET"),
        ENVIRONMENT("environment", LevelKind.ENVIRONMENT, "PROJECT/TARGET/ENVIRONMENT");

        private final String word;
        private final LevelKind level;
        private final String label;

        Kind(String word, LevelKind level, String label) {
            this.word = word;
            this.level = level;
            this.label = label;
        }
    }

    NodeGroup(Host host, Kind kind) {
        super(host);
        this.kind = kind;
    }

    @Override
    public Outline outline() {
        return Outline.of(
                kind.word,
                kind == Kind.TARGET
                        ? "Targets of a project: create, update, delete."
                        : "Environments of a target: create, update, delete.");
    }

    @Override
    public List<DescribedCommand> subcommands() {
        return List.of(new Create(host, kind), new Update(host, kind), new Delete(host, kind));
    }

    /** A command about one node. */
    private abstract static class NodeAction extends LevelsAction {
        final Kind kind;
        private String path = "";

        NodeAction(Host host, Kind kind) {
            super(host);
            this.kind = kind;
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("PATH", kind.label, String.class, text -> path = text);
            super.declare(options);
        }

        final LevelPath path() {
            LevelPath parsed = LevelPath.parse(path);
            if (parsed.kind() != kind.level) {
                throw new EnvdriftException(
                        ErrorCode.USAGE, "'" + path + "' is no path of a " + kind.word, "write " + kind.label);
            }
            return parsed;
        }

        final Reporter.Result told(String what, String status) {
            return done(List.of(Row.line(
                    Level.GOOD, "✓ " + what + " " + path(), Fields.of("path", path().toString(), "status", status))));
        }
    }

    private static final class Create extends NodeAction {
        private final WishOptions wish = new WishOptions();

        Create(Host host, Kind kind) {
            super(host, kind);
        }

        @Override
        public Outline outline() {
            return Outline.of("create", "Make a " + kind.word + "; what it lies in must be there.");
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, kind == Kind.ENVIRONMENT);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            List<String> slugs = path().slugs();
            LevelPath parent = new LevelPath(slugs.subList(0, slugs.size() - 1));
            var unused = session.levels().organization().create(parent, wish.create(slugs.getLast()));
            return told("Created", "created");
        }
    }

    private static final class Update extends NodeAction {
        private final WishOptions wish = new WishOptions();

        Update(Host host, Kind kind) {
            super(host, kind);
        }

        @Override
        public Outline outline() {
            return Outline.of("update", "Change name, slug or description of a " + kind.word + ".");
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, kind == Kind.ENVIRONMENT);
            wish.declareSlug(options);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.levels().organization().update(path(), wish.update());
            wish.warnOfRenaming(session, path());
            return told("Updated", "updated");
        }
    }

    private static final class Delete extends NodeAction {
        private boolean force;

        Delete(Host host, Kind kind) {
            super(host, kind);
        }

        @Override
        public Outline outline() {
            return Outline.of(
                    "delete", "Delete a " + kind.word + " with its values, versions and all that is below it.");
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.flag("--force", "Delete without asking.", on -> force = on);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.requireAgreement(
                    force, "Delete " + path() + " with all its values and versions?", path() + " would be lost");
            session.levels().organization().delete(path());
            return told("Deleted", "deleted");
        }
    }
}
