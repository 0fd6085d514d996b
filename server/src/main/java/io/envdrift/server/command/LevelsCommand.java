package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.api.levels.LevelsDesk;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Organizations of the levels, also while the server runs. */
@Command(
        name = "levels",
        description =
                "Make and list organizations of the levels, and tokens of their owners. The server may be running.",
        mixinStandardHelpOptions = true,
        subcommands = {LevelsCommand.Create.class, LevelsCommand.ListAll.class, LevelsCommand.OwnerToken.class})
final class LevelsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new EnvdriftException(
                ErrorCode.USAGE, "The command is missing", "one of: create-organization, list, owner-token");
    }

    private abstract static class Desk extends DeskCommand {
        final <T> T ask(Function<LevelsDesk, T> work) {
            return at(opened -> work.apply(new LevelsDesk(opened.database(), InstantSource.system())));
        }

        final int show(LevelsDesk.Handed handed) {
            return handOut(
                    handed.token(),
                    "token for everything in organization " + handed.slug() + " (" + handed.organization()
                            + "); it is not shown again");
        }
    }

    /** Makes an organization. */
    @Command(
            name = "create-organization",
            description = "Make an organization and print the token of its owner, once.",
            mixinStandardHelpOptions = true)
    static final class Create extends Desk {
        @Parameters(paramLabel = "NAME", description = "What it is called")
        String name = "";

        @Option(names = "--slug", paramLabel = "SLUG", description = "Its short name (default: made of the name)")
        @Nullable
        String slug;

        @Override
        public Integer call() {
            return show(ask(desk -> desk.createOrganization(name, Optional.ofNullable(slug))));
        }
    }

    /** Lists organizations. */
    @Command(name = "list", description = "List organizations: id, slug, name.", mixinStandardHelpOptions = true)
    static final class ListAll extends Desk {
        @Override
        public Integer call() {
            return print(ask(LevelsDesk::lines));
        }
    }

    /** Lets an owner in again. */
    @Command(
            name = "owner-token",
            description = "Print a new token for everything in an organization, once; the other tokens stay good.",
            mixinStandardHelpOptions = true)
    static final class OwnerToken extends Desk {
        @Parameters(paramLabel = "ORGANIZATION", description = "Its id or slug, see 'levels list'")
        String organization = "";

        @Override
        public Integer call() {
            return show(ask(desk -> desk.makeOwnerToken(organization)));
        }
    }
}
