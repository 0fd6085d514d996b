package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;

/** {@code levels project}, {@code levels target} and {@code levels environment}: make, change and delete. */
final class NodeGroup extends CommandGroup {
    NodeGroup(Host host, NodeKind kind) {
        super(host, Outline.of(kind.level().word(), kind.outline()));
        add("create", () -> kind == NodeKind.PROJECT ? new CreateProjectCommand(host) : new Create(host, kind));
        add("update", () -> new Update(host, kind));
        add("delete", () -> new Delete(host, kind));
    }

    private static final class Create extends NodeAction {
        private final WishOptions wish = new WishOptions();

        Create(Host host, NodeKind kind) {
            super(host, kind, Outline.of("create", "Make " + kind.one() + "; what it lies in must be there."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, kind() == NodeKind.ENVIRONMENT);
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

        Update(Host host, NodeKind kind) {
            super(host, kind, Outline.of("update", "Change name, slug or description of " + kind.one() + "."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, kind() == NodeKind.ENVIRONMENT);
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

        Delete(Host host, NodeKind kind) {
            super(host, kind, Outline.of("delete", kind.deletion()));
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
