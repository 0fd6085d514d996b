package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.protocol.MemberEntry;
import java.util.List;
import java.util.Map;

/** {@code levels member}: who belongs to the organization. */
final class MemberGroup extends CommandGroup {
    MemberGroup(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("member", "Members of the organization: list, add.");
    }

    @Override
    public List<DescribedCommand> subcommands() {
        return List.of(new Listing(host), new Add(host));
    }

    private static final class Listing extends LevelsAction {
        Listing(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("list", "List the members with their roles.");
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            List<MemberEntry> members = session.levels().organization().members();
            return done(
                    members.isEmpty()
                            ? List.of(Row.line(Level.PLAIN, "There is no member", Map.of()))
                            : members.stream()
                                    .map(member -> Row.line(
                                            Level.PLAIN,
                                            member.email() + "  " + member.role(),
                                            Map.of("email", member.email(), "role", member.role())))
                                    .toList());
        }
    }

    private static final class Add extends LevelsAction {
        private String email = "";
        private String role = "";

        Add(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("add", "Make somebody a member.");
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("EMAIL", "Whom.", String.class, text -> email = text);
            options.value(
                            "--role",
                            "ROLE",
                            "owner, administrator, member, developer, auditor, billing_manager or api_user.",
                            text -> role = text)
                    .required(true);
            super.declare(options);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.levels().organization().addMember(email, role);
            return done(List.of(Row.line(
                    Level.GOOD,
                    "✓ " + email + " is " + role,
                    Map.of("email", email, "role", role, "status", "added"))));
        }
    }
}
