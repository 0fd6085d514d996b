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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    private static <T> T at(StorageOptions storage, Function<LevelsDesk, T> work) {
        return storage.beside(opened -> work.apply(new LevelsDesk(opened.database(), InstantSource.system())));
    }

    private static int show(CommandSpec spec, LevelsDesk.Handed handed) {
        spec.commandLine().getOut().println(handed.token().reveal());
        spec.commandLine()
                .getErr()
                .println("token for everything in organization " + handed.slug() + " (" + handed.organization()
                        + "); it is not shown again");
        spec.commandLine().getErr().flush();
        return 0;
    }

    /** Makes an organization. */
    @Command(
            name = "create-organization",
            description = "Make an organization and print the token of its owner, once.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Parameters(paramLabel = "NAME", description = "What it is called")
        String name = "";

        @Option(names = "--slug", paramLabel = "SLUG", description = "Its short name (default: made of the name)")
        @Nullable
        String slug;

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return show(spec, at(storage, desk -> desk.createOrganization(name, Optional.ofNullable(slug))));
        }
    }

    /** Lists organizations. */
    @Command(name = "list", description = "List organizations: id, slug, name.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            at(storage, LevelsDesk::lines).forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }

    /** Lets an owner in again. */
    @Command(
            name = "owner-token",
            description = "Print a new token for everything in an organization, once; the other tokens stay good.",
            mixinStandardHelpOptions = true)
    static final class OwnerToken implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Parameters(paramLabel = "ORGANIZATION", description = "Its id or slug, see 'levels list'")
        String organization = "";

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return show(spec, at(storage, desk -> desk.makeOwnerToken(organization)));
        }
    }
}
