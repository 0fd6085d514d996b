package io.envdrift.cli.levels;

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
import io.envdrift.levels.LevelsOrganization;
import io.envdrift.levels.protocol.ProofKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code levels project create}: makes a project and, of a client-managed one, its key. */
final class CreateProjectCommand extends NodeAction {
    private final WishOptions wish = new WishOptions();
    private String custody = "client";
    private String format = "env";
    private boolean compatible;
    private @Nullable String hint;
    private @Nullable String generated;

    CreateProjectCommand(Host host) {
        super(
                host,
                NodeKind.PROJECT,
                Outline.of(
                        "create",
                        "Make a project. Its key is client-managed, unless --custody server says otherwise.",
                        "Only our clients write to a client-managed project made this way; --compatible lets the"
                                + " original's do so, whose proof of the key is weaker."));
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
        options.value("--key-hint", "TEXT", "What the key is remembered by; everybody sees it.", text -> hint = text);
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
