package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.Network;
import io.envdrift.server.operate.AuditReport;
import io.envdrift.server.operate.Rekey;
import io.envdrift.server.operate.SqliteBackup;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.SetKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationIT {
    private static final Secret NEW_KEY = Secret.of("ab".repeat(32));

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final List<BlobServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(BlobServer::close);
    }

    private BlobServer start(ServerSettings settings) {
        BlobServer server = BlobServer.start(settings, clock);
        servers.add(server);
        return server;
    }

    private BlobServer start(StorageSettings storage) {
        return start(TestServers.settings(storage));
    }

    private void stop(BlobServer server) {
        server.close();
        servers.remove(server);
    }

    private StorageSettings sqlite() {
        return Backend.SQLITE.fresh(directory);
    }

    @Test
    void everythingSqliteWritesIsOwnerOnly() throws IOException {
        StorageSettings storage = sqlite();
        start(storage);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(storage.data())))
                .isEqualTo("rwx------");
        try (var files = Files.list(storage.data())) {
            assertThat(files)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDirectoryThatOthersCanWriteToIsRefused() throws IOException {
        StorageSettings storage = sqlite();
        Files.createDirectory(
                storage.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwx---")));
        Files.setPosixFilePermissions(storage.data(), PosixFilePermissions.fromString("rwxrwx---"));
        refused(() -> start(storage), ErrorCode.FILE_ACCESS, "Others can write to the data directory");
    }

    @Test
    void twoServersDoNotShareADirectory() {
        StorageSettings storage = sqlite();
        start(storage);
        refused(() -> start(storage), ErrorCode.LOCKED, "Another server runs on");
    }

    @ParameterizedTest
    @EnumSource
    void secretsSurviveARestart(Backend backend) {
        StorageSettings storage = backend.fresh(directory);
        BlobServer first = start(storage);
        ApiUser user = ApiUser.withProject(first.address(), clock, false);
        user.push("production", "kept");
        stop(first);
        assertThat(user.at(start(storage).address())
                        .ask(Endpoint.PULL, "production")
                        .body())
                .isEqualTo("{\"secrets\":\"kept\",\"version\":1}");
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseAloneSignsNothing(Backend backend) throws Exception {
        StorageSettings storage = backend.fresh(directory);
        ApiUser user = ApiUser.withProject(start(storage).address(), clock, false);
        String url = storage.database().orElse("jdbc:sqlite:" + storage.file());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key_hash, setup_token_hash FROM projects")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1))
                    .matches("[0-9a-f]{8}\\.2\\.[A-Za-z0-9+/]+=*")
                    .doesNotContain(user.signingKey());
            assertThat(rows.getString(2)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWrongMasterKeyIsRefusedAtTheStart(Backend backend) {
        StorageSettings storage = backend.fresh(directory);
        stop(start(storage));
        StorageSettings wrong = new StorageSettings(
                storage.data(), storage.database(), storage.user(), storage.password(), Optional.of(NEW_KEY));
        refused(() -> start(wrong), ErrorCode.SERVER, "The database was sealed with another master key");
    }

    @Test
    void aMasterKeyThatIsMissingIsNeverReplaced() throws IOException {
        StorageSettings storage = sqlite();
        stop(start(storage));
        Files.delete(storage.masterKeyFile());
        refused(() -> start(storage), ErrorCode.SERVER, "The database has a master key, but");
        assertThat(storage.masterKeyFile()).doesNotExist();
    }

    @Test
    void postgresqlNeedsAMasterKeyAndMakesNone() {
        StorageSettings storage = Backend.POSTGRESQL.fresh(directory);
        StorageSettings without = new StorageSettings(
                storage.data(), storage.database(), Optional.empty(), Optional.empty(), Optional.empty());
        refused(() -> start(without), ErrorCode.SERVER, "PostgreSQL needs a master key");
    }

    @ParameterizedTest
    @EnumSource
    void rekeySealsEverythingWithTheNewKey(Backend backend) throws IOException {
        StorageSettings storage = backend.fresh(directory);
        BlobServer server = start(storage);
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        user.push("production", "kept");
        if (backend == Backend.SQLITE) {
            refused(
                    () -> Rekey.run(storage, Optional.empty(), ServedApi.allTables()),
                    ErrorCode.LOCKED,
                    "Another server runs on");
        } else {
            refused(
                    () -> Rekey.run(storage, Optional.empty(), ServedApi.allTables()),
                    ErrorCode.USAGE,
                    "The new master key is missing");
        }
        stop(server);
        assertThat(Rekey.run(storage, Optional.of(NEW_KEY), ServedApi.allTables()))
                .isEqualTo(1);
        StorageSettings rekeyed = backend == Backend.SQLITE
                ? storage
                : new StorageSettings(
                        storage.data(), storage.database(), Optional.empty(), Optional.empty(), Optional.of(NEW_KEY));
        if (backend == Backend.SQLITE) {
            assertThat(storage.masterKeyFile()).hasContent(NEW_KEY.reveal() + "\n");
            assertThat(directory.resolve("data/master.key.next")).doesNotExist();
        } else {
            refused(() -> start(storage), ErrorCode.SERVER, "sealed with another master key");
        }
        assertThat(user.at(start(rekeyed).address())
                        .ask(Endpoint.PULL, "production")
                        .version())
                .isEqualTo(1);
    }

    /** SEC-A16: whoever reads the master key can sign every call of a stolen database. */
    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx-----x"})
    void SEC_A16_aMasterKeyThatOthersMayReadIsRefused(String mode) throws IOException {
        StorageSettings storage = sqlite();
        stop(start(storage));
        Files.setPosixFilePermissions(storage.masterKeyFile(), PosixFilePermissions.fromString(mode));
        refused(() -> start(storage), ErrorCode.SERVER, "Others may read the master key");
        Files.setPosixFilePermissions(storage.masterKeyFile(), PosixFilePermissions.fromString("r--------"));
        stop(start(storage));
    }

    @Test
    void aRekeyThatWasCutShortIsFinishedAtTheNextStart() throws IOException {
        StorageSettings storage = sqlite();
        stop(start(storage));
        Path next = directory.resolve("data/master.key.next");
        byte[] old = Files.readAllBytes(storage.masterKeyFile());
        Files.writeString(next, "cd".repeat(32) + "\n");
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        stop(start(storage));
        assertThat(storage.masterKeyFile())
                .as("cut short before the database was changed: the old key stays")
                .hasBinaryContent(old);
        Rekey.run(storage, Optional.of(NEW_KEY), ServedApi.allTables());
        Files.write(storage.masterKeyFile(), old);
        Files.writeString(next, NEW_KEY.reveal() + "\n");
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        start(storage);
        assertThat(storage.masterKeyFile()).hasContent(NEW_KEY.reveal() + "\n");
        assertThat(next).doesNotExist();
    }

    @Test
    void aBackupOfARunningServerIsRestoredWithItsMasterKeyOnly() throws IOException {
        StorageSettings storage = sqlite();
        BlobServer server = start(storage);
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        user.push("production", "before");
        Path copy = directory.resolve("copy.db");
        SqliteBackup.backUp(storage, copy);
        user.push("production", "after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        refused(() -> SqliteBackup.backUp(storage, copy), ErrorCode.FILE_ACCESS, "exists already");
        refused(() -> SqliteBackup.restore(copy, storage), ErrorCode.FILE_ACCESS, "exists already");
        stop(server);

        StorageSettings other = StorageSettings.sqlite(directory.resolve("other"));
        SqliteBackup.restore(copy, other);
        refused(() -> start(other), ErrorCode.SERVER, "The database has a master key, but");
        Files.copy(storage.masterKeyFile(), other.masterKeyFile());
        assertThat(user.at(start(other).address())
                        .ask(Endpoint.PULL, "production")
                        .body())
                .isEqualTo("{\"secrets\":\"before\",\"version\":1}");
    }

    @Test
    void whatIsNoBackupIsNotRestored() throws IOException {
        Path junk = Files.writeString(directory.resolve("junk"), "no database".repeat(1000));
        StorageSettings storage = sqlite();
        refused(() -> SqliteBackup.restore(junk, storage), ErrorCode.SERVER, "is no backup of this server");
        refused(() -> SqliteBackup.backUp(storage, directory.resolve("x")), ErrorCode.FILE_NOT_FOUND, "no database");
        assertThat(storage.file()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void theOperatorReadsTheAuditLogWhileTheServerRuns(Backend backend) {
        StorageSettings storage = backend.fresh(directory);
        ApiUser user = ApiUser.withProject(start(storage).address(), clock, false);
        user.push("prod\tx", "x");
        assertThat(AuditReport.lines(storage, Optional.of(user.project()), 1))
                .singleElement()
                .asString()
                .matches("\\S+Z\t" + user.project() + "\tprod\\?x\tpush\t200\t-\t127.0.0.1\tJava[^\t]*\tvault-env\t-");
        assertThat(AuditReport.lines(storage, Optional.empty(), 100)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void SEC_A12_refusedCallsToAnExistingProjectAreLoggedSignedOrNot(Backend backend) {
        StorageSettings storage = backend.fresh(directory);
        BlobServer server = start(storage);
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        String key = "ab".repeat(32);
        String setKey = Endpoint.SET_KEY.path();
        ApiUser.send(server.address(), setKey, new SetKey(user.project(), key, Optional.empty()).toJson(), "")
                .isError(409, "Auth key already set");
        ApiUser.send(server.address(), setKey, "{\"project_id\":\"" + user.project() + "\"}", "");
        ApiUser.send(server.address(), setKey, new SetKey("nobody", key, Optional.empty()).toJson(), "")
                .isError(404, "Project not found");
        ApiUser.send(server.address(), Endpoint.PULL.path(), "{\"project_id\":\"" + user.project() + "\"}", "");
        String unsigned = new EnvironmentQuery(user.project(), "production", Optional.empty()).toJson();
        ApiUser.send(server.address(), Endpoint.PULL.path(), unsigned, "").isError(401, "Unauthorized");
        stop(server);
        assertThat(AuditReport.lines(storage, Optional.empty(), 100))
                .extracting(
                        line -> String.join(" ", List.of(line.split("\t", -1)).subList(3, 5)))
                .containsExactly(
                        "pull 401", "pull 400", "set_key 400", "set_key 409", "set_key 200", "project_create 200");
    }

    @ParameterizedTest
    @EnumSource
    void quotasHold(Backend backend) {
        BlobServer server = start(TestServers.settings(backend.fresh(directory), new Quotas(1, 2, 100), 0));
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        ApiUser.send(server.address(), Endpoint.CREATE_PROJECT.path(), new CreateProject("b", false).toJson(), "")
                .isError(403, "Project quota reached: 1 projects");
        user.push("production", "x".repeat(40));
        user.push("production", "y".repeat(40));
        user.push("staging", "z".repeat(30)).isError(403, "Project quota exceeded: 100 bytes");
        assertThat(user.push("production", "z".repeat(60)).version())
                .as("the oldest version makes room")
                .isEqualTo(3);
        user.rollBack("production", 1).isError(404, "Version not found");
        assertThat(user.ask(Endpoint.VERSIONS, "production").body())
                .contains("\"version\":2")
                .doesNotContain("\"version\":1,");
    }

    @Test
    void tenThousandBadRequestsLeaveTheServerServing() {
        StorageSettings storage = sqlite();
        BlobServer server = start(TestServers.settings(storage, Quotas.NONE, 50));
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        String json = new EnvironmentQuery(user.project(), "production", Optional.empty()).toJson();
        // The limit lets one more through every 1.2 seconds, also where it is asked whether it still holds.
        TestClock.Stop stop = clock.stop();
        int limited = 0;
        for (int i = 0; i < 10_000; i++) {
            String body = i % 3 == 0 ? "{" : i % 3 == 1 ? json : "{\"project_id\":\"nobody\",\"environment\":\"e\"}";
            Reply reply = ApiUser.send(server.address(), Endpoint.PULL.path(), body, "");
            assertThat(reply.status()).isIn(400, 401, 404, 429);
            limited += reply.status() == 429 ? 1 : 0;
        }
        assertThat(limited).isGreaterThan(9_000);
        assertThat(user.push("production", "x").version())
                .as("who signs rightly is not counted")
                .isEqualTo(1);
        ApiUser.send(server.address(), Endpoint.CREATE_PROJECT.path(), new CreateProject("b", false).toJson(), "")
                .isError(429, "Too many requests");
        assertThat(AuditReport.lines(storage, Optional.empty(), 100_000)).hasSizeLessThan(500);
        stop.close();
        clock.advance(Duration.ofMinutes(1));
        assertThat(ApiUser.send(server.address(), Endpoint.PULL.path(), "{", "").status())
                .isEqualTo(400);
    }

    @Test
    void aServerThatOthersCanReachMakesNoProjectWithoutTheOperatorsToken() {
        HttpSettings all = TestServers.http("0.0.0.0");
        BlobServer closed = start(settings(all, StorageSettings.sqlite(directory.resolve("a")), Optional.empty()));
        URI address = URI.create("http://127.0.0.1:" + closed.address().getPort());
        String json = new CreateProject("a", false).toJson();
        ApiUser.send(address, Endpoint.CREATE_PROJECT.path(), json, "").isError(401, "Create token required");

        BlobServer open =
                start(settings(all, StorageSettings.sqlite(directory.resolve("b")), Optional.of(Secret.of("t0ken"))));
        URI other = URI.create("http://127.0.0.1:" + open.address().getPort());
        ApiUser.send(other, Endpoint.CREATE_PROJECT.path(), json, "", "Authorization", "Bearer wrong")
                .isError(401, "Create token required");
        assertThat(ApiUser.send(other, Endpoint.CREATE_PROJECT.path(), json, "", "Authorization", "Bearer t0ken")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '9.9.9.9', 127.0.0.1",
        "127.0.0.0/8, '9.9.9.9', 9.9.9.9",
        "127.0.0.0/8, '6.6.6.6, 9.9.9.9', 9.9.9.9",
        "'127.0.0.0/8,10.0.0.1', '6.6.6.6, 9.9.9.9, 10.0.0.1', 9.9.9.9",
        "127.0.0.0/8, 'no address', 127.0.0.1",
        "127.0.0.0/8, '', 127.0.0.1"
    })
    void theCallersAddressIsTakenFromConfiguredProxiesOnly(String proxies, String forwarded, String expected) {
        List<Network> networks = proxies.isEmpty()
                ? List.of()
                : List.of(proxies.split(",")).stream().map(Network::parse).toList();
        HttpSettings http = new HttpSettings("127.0.0.1", 0, 1 << 20, networks, Optional.empty());
        Optional<Secret> token = Optional.of(Secret.of("t"));
        StorageSettings storage = sqlite();
        BlobServer server = start(settings(http, storage, token));
        ApiUser.send(
                server.address(),
                Endpoint.CREATE_PROJECT.path(),
                new CreateProject("a", false).toJson(),
                "",
                "Authorization",
                "Bearer t",
                "X-Forwarded-For",
                forwarded);
        assertThat(AuditReport.lines(storage, Optional.empty(), 1).getFirst().split("\t")[6])
                .isEqualTo(expected);
    }

    @Test
    void metricsHaveAPortOfTheirOwn() {
        BlobServer server = start(ServerSettings.loopback(sqlite())
                .metrics("127.0.0.1", OptionalInt.of(0))
                .build());
        ApiUser.withProject(server.address(), clock, false).push("production", "x");
        URI metrics = URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + "/metrics");
        Reply reply = ApiUser.send(HttpRequest.newBuilder(metrics).build());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("envdrift_calls_seconds_count{api=\"vault-env\",call=\"push\",status=\"200\"} 1")
                .contains("hikaricp_connections_active{pool=\"write\"}")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void healthTellsWhenTheDatabaseIsGoneAndCallsGet503() throws Exception {
        StorageSettings storage = Backend.POSTGRESQL.fresh(directory);
        BlobServer server = start(storage);
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        EmbeddedPostgresql.drop(storage.database().orElseThrow());
        Reply health = ApiUser.send(
                HttpRequest.newBuilder(server.address().resolve("/health")).build());
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).startsWith("{\"status\":\"unavailable\"");
        user.push("production", "x").isError(503, "Database unavailable");
    }

    @Test
    void twoServersOnOnePostgresqlKnowWhichSignaturesWereUsed() {
        StorageSettings storage = Backend.POSTGRESQL.fresh(directory);
        BlobServer one = start(storage);
        BlobServer two = start(storage);
        ApiUser user = ApiUser.withProject(one.address(), clock, false);
        String json = "{\"project_id\":\"" + user.project() + "\",\"environment\":\"e\",\"secrets\":\"s\"}";
        String signature = user.sign(Endpoint.PUSH, json);
        assertThat(user.send(Endpoint.PUSH, json, signature).version()).isEqualTo(1);
        assertThat(user.at(two.address()).send(Endpoint.PUSH, json, signature).version())
                .isEqualTo(1);
        user.at(two.address()).send(Endpoint.PUSH, json, signature + ",x=y").isError(401, "Unauthorized");
        assertThat(user.at(two.address()).ask(Endpoint.CURRENT_VERSION, "e").version())
                .isEqualTo(1);
    }

    @Test
    void stoppingWritesTheAuditRowsThatWait() {
        StorageSettings storage = sqlite();
        BlobServer server = start(storage);
        ApiUser user = ApiUser.withProject(server.address(), clock, false);
        user.push("production", "x");
        user.ask(Endpoint.PULL, "production");
        stop(server);
        AuditList list = AuditList.read(user.at(start(storage).address())
                .call(Endpoint.LIST_AUDIT, new ProjectQuery(user.project(), Optional.empty(), OptionalLong.of(1)))
                .json());
        assertThat(list.entries()).extracting(AuditList.Entry::action).containsExactly("pull");
    }

    private ServerSettings settings(HttpSettings http, StorageSettings storage, Optional<Secret> createToken) {
        return ServerSettings.builder(http, storage)
                .failuresPerMinute(0)
                .createToken(createToken)
                .build();
    }

    private static void refused(Runnable action, ErrorCode code, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
