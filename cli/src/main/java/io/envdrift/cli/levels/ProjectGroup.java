package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.LevelsOrganization;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code levels project}: make, change and delete projects. */
final class ProjectGroup extends CommandGroup {
    ProjectGroup(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("project", "Projects of the organization: create, update, delete.");
    }

    @Override
    public List<DescribedCommand> subcommands() {
        return List.of(new Create(host), new Update(host), new Delete(host));
    }

    /** A command about one project. */
    private abstract static class ProjectAction extends LevelsAction {
        private String slug = "";

        ProjectAction(Host host) {
            super(host);
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("PROJECT", "Its name in paths.", String.class, text -> slug = text);
            super.declare(options);
        }

        final LevelPath path() {
            LevelPath parsed = LevelPath.parse(slug);
            if (parsed.slugs().size() != 1) {
                throw new EnvdriftException(ErrorCode.USAGE, "'" + slug + "' is no project", "write PROJECT alone");
            }
            return parsed;
        }

        final Reporter.Result told(String what, String status) {
            return done(List.of(Row.line(
                    Level.GOOD, "✓ " + what + " " + path(), Fields.of("path", path().toString(), "status", status))));
        }
    }

    private static final class Create extends ProjectAction {
        private final WishOptions wish = new WishOptions();
        private String custody = "client";
        private String format = "env";
        private boolean compatible;
        private @Nullable String hint;
        private @Nullable String generated;

        Create(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of(
                    "create",
                    "Make a project. Its key is client-managed, unless --custody server says otherwise.",
                    "Only our clients write to a client-managed project made this way; --compatible lets the original's"
                            + " do so, whose proof of the key is weaker.");
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, false);
            options.value(
                            "--custody",
                            "client|server",
                            "Who holds the key (default: ${DEFAULT-VALUE}).",
                            text -> custody = text)
                    .defaultValue("client");
            options.value(
                            "--secret-format",
                            "env|json|yaml|text",
                            "Form of its texts (default: ${DEFAULT-VALUE}).",
                            text -> format = text)
                    .defaultValue("env");
            options.flag("--compatible", "Let the original's clients write, too.", on -> compatible = on);
            options.value(
                    "--key-hint", "TEXT", "What the key is remembered by; everybody sees it.", text -> hint = text);
            options.value(
                    "--generate-key",
                    "FILE",
                    "Make a random client key and keep it in this new file (0600), instead of --client-key.",
                    text -> generated = text);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            LevelsOrganization organization = session.levels().organization();
            String slug = path().project();
            String made = switch (custody) {
                case "server" -> organization.createProject(wish.create(slug), format);
                case "client" ->
                    organization.createProject(
                            wish.create(slug),
                            format,
                            key(session, slug),
                            compatible ? ProofKind.V1 : ProofKind.V2,
                            Optional.ofNullable(hint));
                default ->
                    throw new EnvdriftException(
                            ErrorCode.USAGE, "nobody of that name holds keys", "--custody is client or server");
            };
            return done(List.of(Row.line(
                    Level.GOOD,
                    "✓ Created " + made + ", " + custody + "-managed"
                            + (generated == null ? "" : "; its key is in " + generated + ", and nowhere else"),
                    Fields.of("path", made, "custody", custody, "status", "created"))));
        }

        private Secret key(LevelsSession session, String slug) {
            return generated == null ? session.levels().clientKey(slug) : NewKeyFile.generate(session, generated);
        }
    }

    private static final class Update extends ProjectAction {
        private final WishOptions wish = new WishOptions();

        Update(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("update", "Change name, slug or description of a project.");
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            wish.declare(options, false);
            wish.declareSlug(options);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.levels().organization().update(path(), wish.update());
            wish.warnOfRenaming(session, path());
            return told("Updated", "updated");
        }
    }

    private static final class Delete extends ProjectAction {
        private boolean force;

        Delete(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of(
                    "delete", "Delete a project with its key, values and versions, and all that is below it.");
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
