package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.LevelsOrganization;
import java.util.List;

/** {@code levels member}: who belongs to the organization. */
final class MemberGroup extends CommandGroup {
    MemberGroup(Host host) {
        super(host, Outline.of("member", "Members of the organization: list, add, update, remove."));
        add("list", () -> new Listing(host));
        add(
                "add",
                () -> new RoleAction(
                        host, Outline.of("add", "Make somebody a member."), "added", LevelsOrganization::addMember));
        add(
                "update",
                () -> new RoleAction(
                        host,
                        Outline.of("update", "Give a member another role; it bounds the member's tokens from then on."),
                        "updated",
                        LevelsOrganization::changeMember));
        add("remove", () -> new Remove(host));
    }

    private static final class Listing extends LevelsAction {
        Listing(Host host) {
            super(host, Outline.of("list", "List the members with their roles."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            return listed(
                    session.levels().organization().members(),
                    member -> Row.line(
                            Level.PLAIN,
                            member.email() + "  " + member.role(),
                            Fields.of("email", member.email(), "role", member.role())),
                    "There is no member");
        }
    }

    /** A command about one member. */
    private abstract static class MemberAction extends LevelsAction {
        private String email = "";

        MemberAction(Host host, Outline outline) {
            super(host, outline);
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument(
                    "EMAIL",
                    "Whom: an address, or a subject of an identity provider.",
                    String.class,
                    text -> email = text);
            super.declare(options);
        }

        final String email() {
            return email;
        }
    }

    /** A command that sets the role of a member. */
    private static final class RoleAction extends MemberAction {
        private final String status;
        private final Change change;
        private String role = "";

        /** Says so to the server. */
        interface Change {
            void make(LevelsOrganization organization, String email, String role);
        }

        RoleAction(Host host, Outline outline, String status, Change change) {
            super(host, outline);
            this.status = status;
            this.change = change;
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.value(
                            "--role",
                            "ROLE",
                            "owner, administrator, member, developer, auditor, billing_manager or api_user.",
                            text -> role = text)
                    .required(true);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            change.make(session.levels().organization(), email(), role);
            return done(List.of(Row.line(
                    Level.GOOD,
                    "✓ " + email() + " is " + role,
                    Fields.of("email", email(), "role", role, "status", status))));
        }
    }

    private static final class Remove extends MemberAction {
        Remove(Host host) {
            super(host, Outline.of("remove", "End somebody's membership, and with it their tokens."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.levels().organization().removeMember(email());
            return done(List.of(
                    Row.line(Level.GOOD, "✓ Removed " + email(), Fields.of("email", email(), "status", "removed"))));
        }
    }
}
