package io.envdrift.cli.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.StoryMachine;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The story of docs/levels.md against the real server: two custodies, three levels, two tokens, a rotation, a restore under an old
 * key, and a change of custody there and back.
 */
class LevelsStoryIT {
    @TempDir
    Path directory;

    private BlobServer server;
    private StoryMachine ada;
    private StoryMachine ci;
    private final List<String> secrets = new ArrayList<>();
    private final StoryMachine.Printed printed = new StoryMachine.Printed(new StringBuilder(), secrets);

    @BeforeEach
    void start() throws IOException {
        String owner = server("levels", "create-organization", "Acme", "--data", data().toString())
                .strip();
        secrets.add(owner);
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data())).build(), InstantSource.system());
        ada = machine("ada").env("DOTENV_API_KEY", owner);
        ci = machine("ci");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fromNothingToAChangeOfCustody() throws IOException {
        aProjectOfThreeLevels();
        aTokenThatReadsOneEnvironment();
        oneValueAtATime();
        aRotationAndARestoreUnderTheOldKey();
        aServerManagedProject();
        custodyThereAndBack();
        nothingSecretIsAnywhere();
    }

    private void aProjectOfThreeLevels() throws IOException {
        // A key that is only about to be made is nothing that a command needs to read.
        ada.env("DOTENV_CLIENT_KEY_FILE", ada.path("key1").toString());
        assertThat(ada.ok("tree")).isEqualTo("There is no project that this token sees\n");
        assertThat(ada.ok("project create acme --generate-key key1"))
                .isEqualTo("✓ Created acme, client-managed; its key is in key1, and nowhere else\n");
        secrets.add(ada.read("key1").strip());
        assertThat(ada.fails("project create other --generate-key key1")).contains("key1 is there already");
        ada.ok("target create acme/backend");
        ada.ok("environment create acme/backend/production --status production");
        ada.ok("environment create acme/backend/staging --status staging");
        assertThat(ada.fails("pull acme/backend/production"))
                .contains("no level of 'acme/backend/production' has a value");
        ada.write("shared.env", "# for all\nREGION=eu\nURL=https://${HOST}/\nHOST=c4n4ry-host\n");
        ada.write("production.env", "HOST=c4n4ry-production\nPASSWORD='c4n4ry $HOME'\n");
        assertThat(ada.ok("push acme shared.env --dry-run")).contains("+ HOST\n", "Nothing was written to acme\n");
        assertThat(ada.ok("push acme shared.env")).contains("✓ Stored acme (version 1)\n");
        assertThat(ada.ok("import acme/backend --from shared.env --dry-run")).contains("Nothing was written");
        ada.ok("push acme/backend/production production.env");
        ada.write("staging.env", "HOST=c4n4ry-staging\n");
        ada.ok("push acme/backend/staging staging.env");
        assertThat(ada.quiet("pull acme/backend/production").out())
                .isEqualTo("HOST=c4n4ry-production\nPASSWORD='c4n4ry $HOME'\nREGION=eu\nURL=\"https://${HOST}/\"\n");
        assertThat(ada.ok("tree"))
                .isEqualTo("acme  (client-managed)\nacme/backend\nacme/backend/production  (production)\n"
                        + "acme/backend/staging\n");
        assertThat(ada.ok("explain acme/backend/production HOST"))
                .isEqualTo("acme  ****  replaced\nacme/backend/production  ****  counts\n");
        assertThat(ada.run("diff acme/backend/production --with acme/backend/staging")
                        .out())
                .isEqualTo("~ HOST\n- PASSWORD\n");
        assertThat(ada.ok("pull acme/backend/production --resolve --format json --output values.json"))
                .contains("\"names\":[\"REGION\",\"URL\",\"HOST\",\"PASSWORD\"]");
        assertThat(ada.quiet("show acme").out()).isEqualTo(ada.read("shared.env"));
        assertThat(ada.fails("show acme/backend")).contains("level 'acme/backend' has no text");
        assertThat(ada.run("target update acme/backend --slug api").err())
                .contains("push those at and below acme/backend");
        assertThat(ada.fails("pull acme/api/production")).contains("where it was renamed, push its text again");
        ada.ok("target update acme/api --slug backend");
        assertThat(ada.read("values.json")).contains("\"URL\": \"https://c4n4ry-production/\"");
    }

    private void aTokenThatReadsOneEnvironment() throws IOException {
        String token = ada.once("token create --name ci --read-only --limit acme/backend/production --days 365");
        Files.copy(ada.path("key1"), ci.path("key"));
        ci.env("DOTENV_API_KEY", token)
                .env("DOTENV_CLIENT_KEY_FILE", ci.path("key").toString());
        assertThat(ci.quiet("get acme/backend/production URL --resolve").out())
                .isEqualTo("https://c4n4ry-production/\n");
        assertThat(ci.fails("pull acme/backend/staging")).contains("(404)");
        ci.write("x.env", "X=1\n");
        assertThat(ci.fails("push acme/backend/production x.env --force")).contains("(403)", "the token lacks a scope");
        assertThat(ada.ok("token list")).contains("  ci  ", "  only acme/backend/production");
        Map<String, String> given = new TreeMap<>();
        CliRun run = ci.other().children((command, environment, where) -> {
            assertThat(command).containsExactly("./server", "--port", "1");
            given.putAll(environment.set());
            assertThat(environment.removed()).contains("DOTENV_API_KEY", "DOTENV_CLIENT_KEY_FILE");
            return 7;
        });
        CliRun.Result result = run.run("levels", "run", "acme/backend/production", "--", "./server", "--port", "1");
        assertThat(result.exit()).as(result.all()).isEqualTo(7);
        assertThat(given).containsEntry("URL", "https://c4n4ry-production/").containsEntry("PASSWORD", "c4n4ry $HOME");
    }

    private void oneValueAtATime() {
        assertThat(ada.input("c4n4ry-new\n", "set acme/backend/production PASSWORD -")
                        .out())
                .isEqualTo("✓ Set PASSWORD in acme/backend/production (version 2)\n");
        assertThat(ada.ok("unset acme/backend/production PASSWORD")).contains("(version 3)");
        assertThat(ada.fails("set acme/backend/production PASSWORD")).contains("standard input is empty");
        assertThat(ada.fails("set acme/backend/production PASSWORD -")).contains("standard input is empty");
        assertThat(ada.run("set acme/backend/production PASSWORD c4n4ry-typed").err())
                .contains("not taken from the command line");
        List<String> versions =
                ada.ok("versions acme/backend/production").lines().toList();
        assertThat(versions).hasSize(2);
        String newest = versions.getFirst().substring(0, versions.getFirst().indexOf(' '));
        assertThat(ada.quiet("show acme/backend/production --version " + newest).out())
                .isEqualTo("HOST=c4n4ry-production\nPASSWORD=c4n4ry-new\n");
        assertThat(ada.run("diff acme/backend/production --version " + newest).out())
                .isEqualTo("+ PASSWORD\n");
    }

    private void aRotationAndARestoreUnderTheOldKey() throws IOException {
        // Neither all levels nor all old versions fit into a request that the server takes.
        for (String path : List.of("acme/backend", "acme/backend/staging")) {
            ada.write("large.env", "LARGE=" + "x".repeat(450_000) + "\n");
            ada.ok("push " + path + " large.env --force");
            ada.ok("set " + path + " LARGE @large.env");
        }
        assertThat(ada.ok("key rotate acme --generate-key key2")).contains("✓ 4 levels of acme under the new key");
        secrets.add(ada.read("key2").strip());
        assertThat(ci.fails("pull acme/backend/production")).contains("cannot be decrypted");
        ada.env("DOTENV_CLIENT_KEY_FILE", ada.path("key2").toString());
        assertThat(ada.quiet("get acme/backend/production HOST").out()).isEqualTo("c4n4ry-production\n");
        List<String> versions =
                ada.ok("versions acme/backend/production").lines().toList();
        String first = versions.getLast().substring(0, versions.getLast().indexOf(' '));
        assertThat(ada.fails("restore acme/backend/production --version " + first))
                .contains("no key given opens it");
        assertThat(ada.ok("restore acme/backend/production --version " + first + " --old-key key1"))
                .contains("✓ Restored version " + first);
        assertThat(ada.quiet("get acme/backend/production PASSWORD").out()).isEqualTo("c4n4ry $HOME\n");
        assertThat(ada.run("key re-encrypt-history acme").exit()).isEqualTo(1);
        assertThat(ada.ok("key re-encrypt-history acme --old-key key1")).contains("are under the current key now");
        assertThat(ada.ok("key history acme").lines()).hasSize(2);
    }

    private void aServerManagedProject() throws IOException {
        StoryMachine bob = machine("bob").env("DOTENV_API_KEY", ada.env("DOTENV_API_KEY"));
        bob.ok("project create ops --custody server");
        bob.write("ops.env", "A=c4n4ry-ops\n");
        bob.ok("push ops ops.env");
        assertThat(bob.quiet("pull ops").out()).isEqualTo("A=c4n4ry-ops\n");
        bob.ok("target create ops/api");
        bob.ok("push ops/api ops.env");
        bob.write("other.env", "A=c4n4ry-other\n");
        bob.ok("push ops other.env --force");
        bob.ok("push ops ops.env --force");
        String versionOfOps = bob.ok("versions ops").split(" ", 2)[0];
        for (String command : List.of("restore", "show")) {
            assertThat(bob.fails(command + " ops/api --version " + versionOfOps))
                    .contains("'ops/api' has no version " + versionOfOps);
        }
        assertThat(bob.ok("versions ops").lines()).hasSize(2);
        assertThat(bob.ok("key rotate ops")).contains("The server made a new key");
        assertThat(bob.quiet("pull ops").out()).isEqualTo("A=c4n4ry-ops\n");
        assertThat(bob.fails("pull ops --offline")).contains("not cached");
        assertThat(ada.fails("pull ops")).contains("a client key was given");
    }

    private void custodyThereAndBack() throws IOException {
        assertThat(ada.fails("key custody acme server")).contains("the server would get the key");
        assertThat(ada.ok("key custody acme server --force")).contains("is server-managed (version 3)");
        assertThat(ada.fails("pull acme")).contains("a client key was given");
        ada.unset("DOTENV_CLIENT_KEY_FILE");
        CliRun.Result pulled = ada.quiet("pull acme/backend/production");
        assertThat(pulled.out()).contains("c4n4ry-production");
        assertThat(pulled.err()).contains("server-managed since its version 3");
        assertThat(ada.run("key custody acme client --force").err()).contains("--key-file");
        assertThat(ada.ok("key custody acme client --force --key-file key3")).contains("client-managed (version 4)");
        assertThat(ada.read("key3")).isEqualTo(ada.read("key2"));
        ada.env("DOTENV_CLIENT_KEY_FILE", ada.path("key3").toString());
        assertThat(ada.quiet("get acme/backend/production HOST").out()).isEqualTo("c4n4ry-production\n");
        assertThat(ada.ok("audit")).contains("acme");
    }

    /** Values, keys and tokens stand in no output that is not asked for them, and in none of the server's or the clients' files. */
    private void nothingSecretIsAnywhere() throws IOException {
        assertThat(printed.text().toString()).doesNotContain("c4n4ry").doesNotContain(secrets);
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> each.startsWith(data()) || each.toString().contains("/home/"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("c4n4ry")
                        .doesNotContain(secrets);
            }
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static String server(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                ServerMain.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(line.execute(arguments)).as(err.toString()).isZero();
        line.getOut().flush();
        return out.toString();
    }

    /** Makes a machine with a directory and a home of its own. */
    private StoryMachine machine(String name) throws IOException {
        return new StoryMachine("levels", directory.resolve(name), printed)
                .env("DOTENV_API_URL", server.address().toString());
    }
}
