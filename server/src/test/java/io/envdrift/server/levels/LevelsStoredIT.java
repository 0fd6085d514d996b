package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Sha256;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.ServedApi;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.operate.AuditReport;
import io.envdrift.server.operate.Rekey;
import io.envdrift.server.operate.SqliteBackup;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the levels leave on disk: who steals it learns nothing, and who owns it gets all of it back. */
class LevelsStoredIT {
    private static final String CANARY = "canary-8c1f-must-never-be-seen";
    private static final String PASSPHRASE = "the passphrase of the stored test";
    private static final ClientKey KEY = new ClientKey(PASSPHRASE);

    @TempDir
    Path directory;

    private StorageSettings storage() {
        return StorageSettings.sqlite(directory.resolve("data"));
    }

    private static BlobServer start(StorageSettings storage) {
        return BlobServer.start(EnvSyncServers.settings(storage, TokenSettings.none()), InstantSource.system());
    }

    private static LevelsUser withProjects(LevelsUser user) {
        user.post("/projects", KEY.members("name", "client")).is(201);
        user.post("/projects", with(KEY.serverManaged(), "name", "server")).is(201);
        user.store("client", KEY.blob("A=" + CANARY), "key_proof", KEY.proofV1).is(200);
        user.store("server", KEY.serverBlob("A=" + CANARY)).is(200);
        return user;
    }

    private static Map<String, Object> with(Map<String, ?> members, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return more;
    }

    @Test
    void W1_W7_aStolenDatabaseABackupAndTheLogHoldNoValueProofKeyOrToken() throws Exception {
        StorageSettings storage = storage();
        Path log = directory.resolve("server.log");
        Path backup = directory.resolve("backup.db");
        StringBuilder said = new StringBuilder();
        String token;
        try (EnvSyncServers.Process server = EnvSyncServers.logging(storage, log)) {
            LevelsUser ada = withProjects(LevelsUser.owner(server.address(), "Acme"));
            token = ada.token();
            ada.store("client", KEY.blob("A=2" + CANARY), "key_proof", KEY.proofV1)
                    .is(200);
            ada.store("client", "A=" + CANARY, "key_proof", KEY.proofV1).is(422);
            ada.raw("POST", ada.base() + "/secrets/store", "{\"content\":\"" + CANARY)
                    .is(400);
            ada.store("client", KEY.blob("A"), "key_proof", CANARY).is(422);
            ada.with(token + CANARY).get("/client/secrets").is(401);
            for (String path : List.of("/client", "/client/secrets", "/client/encryption-key", "/audit")) {
                said.append(ada.get(path).is(200).body());
            }
            SqliteBackup.backUp(storage, backup);
        }
        assertThat(files(storage.data(), backup, log)).isNotEmpty();
        for (Path file : files(storage.data(), backup, log)) {
            said.append(new String(Files.readAllBytes(file), ISO_8859_1));
        }
        assertThat(said.toString()).contains("levels_keys");
        forms().forEach((name, secret) ->
                assertThat(said.indexOf(secret)).as(name).isNegative());
        assertThat(said.indexOf(token)).as("token").isNegative();
    }

    private static List<Path> files(Path data, Path... more) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return Stream.concat(
                            files.filter(Files::isRegularFile)
                                    .filter(file ->
                                            !file.getFileName().toString().startsWith("master.key")),
                            Stream.of(more))
                    .toList();
        }
    }

    /** Returns what must not be found, in the forms that it could have. */
    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        Map<String, byte[]> secrets = Map.of(
                "value", CANARY.getBytes(UTF_8),
                "passphrase", PASSPHRASE.getBytes(UTF_8),
                "server-managed key", ClientKey.SERVER_KEY.getBytes(UTF_8),
                "data key", KEY.dataKey,
                "proof", Base64.getDecoder().decode(KEY.proofV1),
                "digest of the proof", Sha256.of(KEY.proofV1.getBytes(UTF_8)));
        secrets.forEach((name, bytes) -> {
            forms.put(name + ", raw", new String(bytes, ISO_8859_1));
            forms.put(name + ", hex", HexFormat.of().formatHex(bytes));
            forms.put(name + ", base64", Base64.getEncoder().encodeToString(bytes));
        });
        return forms;
    }

    @Test
    void aChangeOfTheMasterKeySealsKeysAndProofsAgain() {
        StorageSettings storage = storage();
        LevelsUser ada;
        try (BlobServer server = start(storage)) {
            ada = withProjects(LevelsUser.owner(server.address(), "Acme"));
        }
        assertThat(Rekey.run(storage, Optional.of(Secret.of("ab".repeat(32))), ServedApi.allTables()))
                .isEqualTo(2);
        try (BlobServer server = start(storage)) {
            LevelsUser again = new LevelsUser(server.address(), ada.organization(), ada.token());
            assertThat(again.get("/server/secrets?decrypt=true")
                            .is(200)
                            .level("project")
                            .requireText("content"))
                    .isEqualTo("A=" + CANARY);
            again.store("client", KEY.blob("A=2"), "key_proof", KEY.proofV1).is(200);
        }
    }

    @Test
    void aBackupOfARunningServerHasTheLevels() throws Exception {
        StorageSettings storage = storage();
        StorageSettings other = StorageSettings.sqlite(directory.resolve("other"));
        Path backup = directory.resolve("backup.db");
        LevelsUser ada;
        try (BlobServer server = start(storage)) {
            ada = withProjects(LevelsUser.owner(server.address(), "Acme"));
            SqliteBackup.backUp(storage, backup);
            ada.delete("/client").is(204);
        }
        SqliteBackup.restore(backup, other);
        Files.copy(storage.masterKeyFile(), other.masterKeyFile());
        try (BlobServer server = start(other)) {
            LevelsUser again = new LevelsUser(server.address(), ada.organization(), ada.token());
            assertThat(KEY.open(again.get("/client/secrets")
                            .is(200)
                            .level("project")
                            .requireText("content")))
                    .isEqualTo("A=" + CANARY);
        }
    }

    /** Who may write the database puts a key of their own in the place of a project's: it is sealed for another one. */
    @Test
    void aKeyThatIsMovedToAnotherProjectOpensNothingThere() throws Exception {
        StorageSettings storage = storage();
        LevelsUser ada;
        try (BlobServer server = start(storage)) {
            ada = withProjects(LevelsUser.owner(server.address(), "Acme"));
            ada.post("/projects", with(KEY.serverManaged(), "name", "victim")).is(201);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + storage.file());
                Statement statement = connection.createStatement()) {
            String sealed = "(SELECT sealed FROM levels_keys k JOIN levels_projects p ON p.id = k.project_id"
                    + " WHERE p.slug = 'server')";
            assertThat(statement.executeUpdate("UPDATE levels_keys SET sealed = " + sealed
                            + " WHERE project_id = (SELECT id FROM levels_projects WHERE slug = 'victim')"))
                    .isEqualTo(1);
        }
        try (BlobServer server = start(storage)) {
            LevelsUser again = new LevelsUser(server.address(), ada.organization(), ada.token());
            again.get("/victim/encryption-key").isRefused(500, "server_error");
            again.get("/server/encryption-key").is(200);
        }
    }

    @Test
    void anOperatorMakesOrganizationsAndLetsOwnersInAgain() {
        StorageSettings storage = storage();
        String token = run(0, "create-organization", "Acme Store");
        assertThat(token).matches("dotenv_[0-9A-Z]{26}_[A-Za-z0-9]{43}");
        run(2, "create-organization", "Acme Store");
        run(2, "create-organization", "x", "--slug", "A B");
        run(2, "create-organization", " ");
        run(2, "owner-token", "nobody");
        String organization = token.substring(7, 33);
        assertThat(run(0, "list")).isEqualTo(organization + "\tacme-store\tAcme Store");
        try (BlobServer server = start(storage)) {
            String second = run(0, "owner-token", "acme-store");
            for (String each : List.of(token, second)) {
                LevelsUser owner = new LevelsUser(server.address(), organization, each);
                assertThat(owner.get("/projects").is(200).list()).isEmpty();
            }
        }
        assertThat(AuditReport.lines(storage, Optional.of(organization), 100))
                .anyMatch(line -> line.contains("organization_create"))
                .anyMatch(line -> line.contains("token_create"));
    }

    private String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = Stream.of(
                        Stream.of("levels"),
                        Stream.of(arguments),
                        Stream.of("--data", directory.resolve("data").toString()))
                .flatMap(each -> each)
                .toArray(String[]::new);
        assertThat(ServerMain.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute(all))
                .isEqualTo(code);
        return out.toString().strip();
    }
}
