package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.CliRun;
import io.envdrift.cli.StoryMachine;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncHome;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
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
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Two people on two machines against the real server: the team's day of docs/envsync.md, from the first token to the last. */
class TwoPeopleIT {
    private static final String TEXT = "API_KEY=c4n4ry-1\nDEBUG=true\n";
    private static final String OLD = "c4n4ry-old passphrase";
    private static final String NEW = "c4n4ry-new passphrase";

    @TempDir
    Path directory;

    private BlobServer server;
    private StoryMachine ada;
    private StoryMachine bob;
    /** Tokens and codes of invites. */
    private final List<String> tokens = new ArrayList<>();

    private final StoryMachine.Printed printed = new StoryMachine.Printed(new StringBuilder(), tokens);

    @BeforeEach
    void start() throws IOException {
        // Nothing is configured: 'token' makes the key, sealed, before the server starts.
        String owner = issued("ada@example.com", "owner");
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data()))
                        .tokens(TokenSettings.none())
                        .build(),
                InstantSource.system());
        ada = machine("ada").env("ENVSYNC_TOKEN", "Bearer " + owner);
        bob = machine("bob");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTeamsDay() throws IOException {
        ada.write(".env", TEXT);
        assertThat(ada.ok("push --branch main")).isEqualTo("✓ Pushed 2 keys to main\n  version 1\n");

        String code = ada.once("invite --email bob@example.com");
        String bobs = bob.once("join -", code);
        assertThat(bob.input(code, "join -").err()).contains("No such invite: it was used");
        bob.env("ENVSYNC_TOKEN", bobs);

        assertThat(bob.ok("pull --branch feat/auth --fallback main"))
                .contains("✓ .env updated from main\n  version 1", "Nothing was pushed to feat/auth yet; took main");
        assertThat(bob.read(".env")).isEqualTo(TEXT);
        bob.write(".env", TEXT + "NEW=c4n4ry-2\n");
        assertThat(bob.ok("push --branch feat/auth")).isEqualTo("✓ Pushed 3 keys to feat/auth\n  version 1\n");
        assertThat(bob.ok("branches")).contains("feat/auth  v1  ", "main  v1  ");
        assertThat(bob.fails("token list")).contains("(403)");

        CliRun.Result drift = ada.run("diff --branch feat/auth --format json");
        assertThat(drift.exit()).isEqualTo(1);
        assertThat(drift.out()).contains("\"missingLocally\":[\"NEW\"]", "\"inSync\":false");

        // Bob never pulled main itself: his first push asks, and once he has replaced it, Ada's is a conflict.
        assertThat(bob.fails("push --branch main")).contains("which this directory never pulled");
        assertThat(bob.ok("push --branch main --force")).contains("  version 2\n");
        ada.write(".env", TEXT.replace("-1", "-3"));
        assertThat(ada.fails("push --branch main"))
                .contains("Version 2 of 'main' was pushed by bob@example.com", "this directory holds version 1");
        assertThat(ada.ok("versions --branch main").lines()).hasSize(2);
        theServerItselfRefusesAStaleVersion(bobs);

        assertThat(ada.ok("rollback --version 1 --branch main"))
                .isEqualTo("✓ Rolled back main to version 1 (now version 3)\n");
        assertThat(ada.ok("pull --branch main --force")).contains("  version 3\n", ".env.backup.");
        assertThat(ada.read(".env")).isEqualTo(TEXT);

        bobLeaves();
        nothingSecretIsAnywhere();
    }

    private void theServerItselfRefusesAStaleVersion(String token) {
        try (EnvSync sync = EnvSync.builder()
                .environment(Map.of())
                .server(server.address())
                .token(Secret.of(token))
                .home(EnvSyncHome.of(Map.of(), directory.resolve("library")))
                .project("project-123")
                .build()) {
            ProjectCalls calls = new ProjectCalls(sync.server(), sync.project());
            assertThatThrownBy(() -> calls.rollBack("main", 1, OptionalLong.of(1)))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_CONFLICT))
                    .hasMessageContaining("bob@example.com");
        }
    }

    private void bobLeaves() throws IOException {
        String jti = ada.ok("token list")
                .lines()
                .filter(line -> line.contains("  bob@example.com  developer  until "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
        assertThat(ada.fails("token revoke " + jti + "x"))
                .contains("EnvSync token revoke failed (404): No such token of this project")
                .doesNotContain("✓");
        assertThat(ada.ok("token revoke " + jti)).isEqualTo("✓ Revoked " + jti + "\n");
        assertThat(ada.ok("token revoke " + jti)).isEqualTo(jti + " was revoked already\n");
        CliRun.Result mistyped = ada.input(NEW + "\n", "rotate-passphrase --branch mian --new -");
        assertThat(mistyped.exit()).isEqualTo(1);
        assertThat(mistyped.err()).contains("Nothing was pushed to branch 'mian'");
        assertThat(ada.ok("token list")).contains(jti + "  bob@example.com  developer  revoked");
        String before = bob.read(".env");
        assertThat(bob.fails("pull --branch main")).contains("(401): Invalid token", "revoked");
        assertThat(bob.fails("push --branch main")).contains("(401): Invalid token");
        assertThat(bob.read(".env")).isEqualTo(before);

        assertThat(ada.input(NEW + "\n", "rotate-passphrase --new -").out())
                .contains("✓ feat/auth is under the new passphrase", "✓ main is under the new passphrase");
        assertThat(ada.fails("pull --branch main")).contains("Cannot decrypt: wrong passphrase");
        ada.env("ENVSYNC_PASS", NEW);
        assertThat(ada.ok("pull --branch feat/auth")).contains("  version 2\n");
        assertThat(ada.read(".env")).isEqualTo(TEXT + "NEW=c4n4ry-2\n");
    }

    /** Values stand in the .env files and their backups only; passphrases, tokens and codes in no file and no output. */
    private void nothingSecretIsAnywhere() throws IOException {
        assertThat(printed.text().toString()).doesNotContain("c4n4ry").doesNotContain(tokens);
        server.close();
        String audit = server("audit", "--data", data().toString(), "--project", "project-123");
        assertThat(audit).contains("bob@example.com", "rollback").doesNotContain("c4n4ry");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.getFileName().toString().startsWith(".env"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("c4n4ry")
                        .doesNotContain(tokens);
            }
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String issued(String email, String role) {
        String token = server(
                        "token",
                        "--data",
                        data().toString(),
                        "--email",
                        email,
                        "--role",
                        role,
                        "--project",
                        "project-123",
                        "--days",
                        "90")
                .strip();
        tokens.add(token);
        return token;
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

    /** Makes a machine whose directory is a clone of the project, with a home inside. */
    private StoryMachine machine(String name) throws IOException {
        StoryMachine machine = new StoryMachine("envsync", directory.resolve(name), printed);
        machine.write(".envsync.json", "{\n  \"project_id\": \"project-123\"\n}\n");
        return machine.env("ENVSYNC_API", server.address().toString()).env("ENVSYNC_PASS", OLD);
    }
}
