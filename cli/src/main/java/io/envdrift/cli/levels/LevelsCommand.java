package io.envdrift.cli.levels;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.StandaloneGroup;
import io.envdrift.process.ChildStarter;

/** {@code envdrift levels}: hierarchical secrets. Without a command it prints its help. */
public final class LevelsCommand extends StandaloneGroup {
    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public LevelsCommand(Host host, ChildStarter children, String named) {
        super(
                host,
                Outline.of(
                                "levels",
                                "Secrets of a project, its targets and their environments; the deeper level wins.",
                                "A path is PROJECT, PROJECT/TARGET or PROJECT/TARGET/ENVIRONMENT.")
                        .footer(
                                "",
                                "Examples:",
                                "  levels pull acme/backend/production --output .env",
                                "  levels run acme/backend/production -- ./server",
                                "  levels set acme/backend/production DATABASE_URL -",
                                "",
                                "Variables: DOTENV_API_KEY (the token), DOTENV_API_URL, DOTENV_ORGANIZATION, and for"
                                        + " client-managed",
                                "keys DOTENV_CLIENT_KEY or DOTENV_CLIENT_KEY_FILE or DOTENV_CLIENT_KEY_SECRET"
                                        + " (provider:NAME)."),
                named);
        add("pull", () -> ValuesCommand.pull(host));
        add("push", () -> new PushLevelCommand(host));
        add("export", () -> ValuesCommand.export(host));
        add("get", () -> new GetValueCommand(host));
        add("set", () -> new SetValueCommand(host));
        add("unset", () -> new UnsetValueCommand(host));
        add("run", () -> new RunWithLevelsCommand(host, children));
        add("diff", () -> new DiffLevelsCommand(host));
        add("explain", () -> new ExplainCommand(host));
        add("import", () -> new ImportCommand(host));
        add("versions", () -> new LevelVersionsCommand(host));
        add("show", () -> new ShowVersionCommand(host));
        add("restore", () -> new RestoreVersionCommand(host));
        add("tree", () -> new TreeCommand(host));
        add("project", () -> new NodeGroup(host, NodeKind.PROJECT));
        add("target", () -> new NodeGroup(host, NodeKind.TARGET));
        add("environment", () -> new NodeGroup(host, NodeKind.ENVIRONMENT));
        add("key", () -> new KeyGroup(host));
        add("token", () -> new LevelsTokenGroup(host));
        add("member", () -> new MemberGroup(host));
        add("audit", () -> new AuditCommand(host));
    }
}
