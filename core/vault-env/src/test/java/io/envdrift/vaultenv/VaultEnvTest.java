package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Behaviour;
import io.envdrift.vaultenv.VaultEnv.Origin;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.SecretsBlob;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultEnvTest {
    private static final String KEY = UpstreamStub.KEY.text().reveal();
    private static final String SECRET = UpstreamStub.LAPTOP.text().reveal();

    @TempDir
    Path directory;

    private UpstreamStub server;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new UpstreamStub();
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"vault\",\"B\":\"vault\",\"C\":\"vault\"}");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private VaultEnvLoader loader(String... more) {
        String[] environment = Stream.concat(
                        Stream.of("VAULT_KEY", KEY, "VAULT_DEVICE_SECRET", SECRET), Stream.of(more))
                .toArray(String[]::new);
        return server.loader(directory, environment).warnings(warnings::add);
    }

    private VaultEnvLoader loaderWithoutKey(String... environment) {
        return server.loader(directory, environment).warnings(warnings::add);
    }

    private Path envFile(String text) throws IOException {
        return Files.writeString(directory.resolve(".env"), text);
    }

    @Test
    void pullsAndDecrypts() {
        VaultEnv env = loader().load();
        assertThat(env.values())
                .containsExactly(Map.entry("A", "vault"), Map.entry("B", "vault"), Map.entry("C", "vault"));
        assertThat(env.origin()).isEqualTo(Origin.VAULT);
        assertThat(env.version()).hasValue(1);
        assertThat(env.toString()).doesNotContain("vault");
    }

    @Test
    void saysOnceWhatTheEnvFileHides() throws IOException {
        envFile("VAULT_KEY=" + KEY + "\nA=file\nB=file\nC=vault\nD=file\n");
        VaultEnvLoader loader = loaderWithoutKey("A", "process", "VAULT_DEVICE_SECRET", SECRET);
        loader.load();
        assertThat(warnings)
                .as("A is the process environment's, C is the same, D is in no vault")
                .containsExactly(".env hides what the vault has for B: remove the lines, or load with override");
        warnings.clear();
        loader.override(true).load();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aCacheThatIsOlderThanWhatWasSeenIsTold() {
        loader().load();
        new EnvironmentMemory(new VaultHome(directory.resolve("home/.vault")), UpstreamStub.KEY.projectId())
                .note("development", 9);
        String outdated = "The cache holds version 1 of 'development', but version 9 was seen already:"
                + " its secrets may be outdated";
        server.disturb(exchange -> exchange.answer(UpstreamStub.error(503, "away")));
        assertThat(loader().load().origin()).isEqualTo(Origin.CACHE);
        assertThat(warnings).containsExactly("Remote fetch failed, using cached secrets", outdated);
        warnings.clear();
        assertThat(loader().loadCached().origin()).isEqualTo(Origin.CACHE);
        assertThat(warnings).containsExactly(outdated);
    }

    @Test
    void aNextSnapshotClearsTheSystemPropertiesOfVanishedNames() {
        server.store("development", UpstreamStub.LAPTOP, "{\"load.test.a\":\"1\",\"load.test.b\":\"1\"}");
        VaultEnvLoader loader = loader();
        try {
            loader.load().toSystemProperties();
            server.store("development", UpstreamStub.LAPTOP, "{\"load.test.b\":\"2\"}");
            loader.load().toSystemProperties();
            assertThat(System.getProperty("load.test.a")).isNull();
            assertThat(System.getProperty("load.test.b")).isEqualTo("2");
        } finally {
            System.clearProperty("load.test.a");
            System.clearProperty("load.test.b");
        }
    }

    @Test
    void withoutAKeyItIsAPlainReaderOfTheEnvFile() throws IOException {
        envFile("A=file # comment\nB=\"x y\"\n");
        VaultEnv env = loaderWithoutKey().load();
        assertThat(env.origin()).isEqualTo(Origin.DOTENV);
        assertThat(env.values()).containsExactly(Map.entry("A", "file"), Map.entry("B", "x y"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withoutAKeyAndWithoutAFileThereIsNothingAndNoError() {
        assertThat(loaderWithoutKey().load().values()).isEmpty();
        assertThat(loaderWithoutKey().loadCached().values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, process, file, vault", "true, vault, vault, vault"})
    void precedenceIsProcessThenFileThenVaultAndTheOtherWayRoundWithOverride(
            boolean override, String a, String b, String c) throws IOException {
        envFile("VAULT_KEY=" + KEY + "\nA=file\nB=file\nD=file\n");
        VaultEnv env = loaderWithoutKey("A", "process", "VAULT_DEVICE_SECRET", SECRET, "E", "process")
                .override(override)
                .load();
        assertThat(env.values()).containsEntry("A", a).containsEntry("B", b).containsEntry("C", c);
        assertThat(env.values()).containsEntry("D", "file").doesNotContainKeys("E", "VAULT_KEY");
        assertThat(env.get("E")).contains("process");
        assertThat(env.get("nowhere")).isEmpty();
        assertThat(env.vaultValues()).containsEntry("A", "vault");
    }

    @Test
    void aKeyInTheProcessEnvironmentMeansThatTheFileIsNotRead() throws IOException {
        envFile("A=file\nX=file\n");
        assertThat(loader().load().values()).containsEntry("A", "vault").doesNotContainKey("X");
    }

    @Test
    void valuesCanBePutIntoSystemProperties() {
        server.store("development", UpstreamStub.LAPTOP, "{\"\":\"nameless\",\"envdrift.test.property\":\"v\"}");
        try {
            loader().load().toSystemProperties();
            assertThat(System.getProperty("envdrift.test.property")).isEqualTo("v");
        } finally {
            System.clearProperty("envdrift.test.property");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "option, node, env, option",
        "'', node, env, node",
        ", node, env, node",
        ", '', env, env",
        ", , env, env",
        ", , , development"
    })
    void theEnvironmentIsTheOptionOrNodeEnvOrEnvironmentOrDevelopment(
            String option, String node, String environment, String expected) {
        Map<String, String> variables = Stream.of(
                        Map.entry("NODE_ENV", Optional.ofNullable(node).orElse("")),
                        Map.entry(
                                "ENVIRONMENT", Optional.ofNullable(environment).orElse("")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(EnvironmentName.resolve(Optional.ofNullable(option), variables))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "vk_a", "VK_a_b", " vk_a_b", "vk__x", "vk_../x_y", "vk_a/b_c", "vk_a\n_b"})
    void aMalformedKeyIsRefusedBeforeItNamesAFile(String key) {
        assertThatThrownBy(() -> loaderWithoutKey("VAULT_KEY", key).load())
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_KEY))
                .hasMessage("Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theDeviceSecretComesFromTheFileOfTheProjectWhenTheEnvironmentHasNone() throws IOException {
        Path file = directory.resolve("home/.vault/3f2b8c1e-9d4a.key");
        Files.createDirectories(file.getParent());
        Files.writeString(file, SECRET + "\n");
        assertThat(loaderWithoutKey("VAULT_KEY", KEY).load().values()).containsEntry("A", "vault");
    }

    @Test
    void theCacheIsOneBlobThatTheOriginalReadsOwnerOnly() throws IOException {
        loader().load();
        Path cache = directory.resolve(".vault-cache");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
        byte[] key = DerivedKeys.of(UpstreamStub.KEY, Optional.of(UpstreamStub.LAPTOP))
                .encryptionKey();
        String text = Files.readString(cache);
        assertThat(text).matches("[A-Za-z0-9+/]+=*");
        assertThat(SecretsBlob.decrypt(key, text).orElseThrow())
                .startsWith("{\"A\":\"vault\",\"B\":\"vault\",\"C\":\"vault\"}")
                .matches("\\{.*}[ \\t\\n]*");
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("reset", (Behaviour) exchange -> exchange.reset()),
                Arguments.of("closed", (Behaviour) exchange -> exchange.close()),
                Arguments.of("stall", (Behaviour) exchange -> exchange.stall()),
                Arguments.of("truncated", (Behaviour) exchange -> {
                    exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sec");
                    exchange.close();
                }),
                Arguments.of("garbage", (Behaviour) exchange -> {
                    exchange.send("\u0015\u0003\u0001\u0000");
                    exchange.close();
                }),
                Arguments.of(
                        "500 page",
                        answering(new Answer(
                                500,
                                Map.of("Content-Type", "text/plain"),
                                "Error: stack".getBytes(StandardCharsets.UTF_8)))),
                Arguments.of("503", answering(UpstreamStub.error(503, "Database unavailable"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void theCacheAnswersWhenTheServerIsNotToBeReached(String name, Behaviour outage) {
        loader().load();
        server.disturb(outage);
        VaultEnv env = loader().timeout(Duration.ofMillis(300)).load();
        assertThat(env.origin()).isEqualTo(Origin.CACHE);
        assertThat(env.values()).containsEntry("A", "vault");
        assertThat(env.version()).hasValue(1);
        assertThat(warnings).containsExactly("Remote fetch failed, using cached secrets");
    }

    @Test
    void theCacheAnswersWhenNobodyListens() throws IOException {
        loader().load();
        server.close();
        assertThat(loader().timeout(Duration.ofMillis(300)).load().origin()).isEqualTo(Origin.CACHE);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized",
        "403, Device not registered or revoked",
        "403, Device pending approval",
        "404, Environment not found",
        "404, No secrets stored yet",
        "404, Project not found",
        "413, too large",
        "302, moved"
    })
    void theCacheNeverAnswersForAServerThatSaysNo(int status, String error) {
        loader().load();
        server.disturb(answering(UpstreamStub.error(status, error)));
        assertThatThrownBy(() -> loader().load())
                .isInstanceOfSatisfying(
                        VaultEnvException.class, e -> assertThat(e.status()).hasValue(status));
        assertThat(warnings).isEmpty();
    }

    @Test
    void aCacheOfOneEnvironmentDoesNotAnswerForAnother() {
        loader("ENVIRONMENT", "development").load();
        server.disturb(answering(UpstreamStub.error(500, "x")));
        assertThatThrownBy(() -> loader("ENVIRONMENT", "staging").load())
                .hasMessageStartingWith("Failed to fetch secrets and no cache available: Vault pull failed (500): x");
    }

    @Test
    void aCacheThatTheOriginalWroteIsReadWhenItDecrypts() throws IOException {
        byte[] key = DerivedKeys.of(UpstreamStub.KEY, Optional.of(UpstreamStub.LAPTOP))
                .encryptionKey();
        Files.writeString(
                directory.resolve(".vault-cache"), SecretsBlob.encrypt(key, "{\"OLD\": \"1\"}", new SecureRandom()));
        VaultEnv env = loader().loadCached();
        assertThat(env.origin()).isEqualTo(Origin.CACHE);
        assertThat(env.values()).containsExactly(Map.entry("OLD", "1"));
        assertThat(env.version()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not a blob"})
    void aDamagedCacheIsNone(String text) throws IOException {
        Files.writeString(directory.resolve(".vault-cache"), text);
        server.disturb(answering(UpstreamStub.error(500, "x")));
        assertThatThrownBy(() -> loader().load())
                .hasMessageStartingWith("Failed to fetch secrets and no cache available");
        assertThat(loader().loadCached().origin()).isEqualTo(Origin.DOTENV);
    }

    @Test
    void aCacheOfAnotherDeviceIsNone() {
        loader().load();
        VaultEnvLoader other = server.loader(
                directory,
                "VAULT_KEY",
                KEY,
                "VAULT_DEVICE_SECRET",
                UpstreamStub.OTHER.text().reveal());
        assertThat(other.loadCached().origin()).isEqualTo(Origin.DOTENV);
    }

    @Test
    void withoutACacheTheErrorIsTheServersOwnAndNothingIsWritten() {
        server.disturb(answering(UpstreamStub.error(500, "boom")));
        assertThatThrownBy(() -> loader().cache(false).load()).hasMessage("Vault pull failed (500): boom");
        server.calm();
        loader().cache(false).load();
        assertThat(directory.resolve(".vault-cache")).doesNotExist();
    }

    @Test
    void aCacheThatIsTooOldIsNone() throws IOException {
        loader().load();
        assertThat(loader().maxCacheAge(Duration.ofHours(1)).loadCached().origin())
                .isEqualTo(Origin.CACHE);
        assertThat(loader().maxCacheAge(Duration.ofMillis(-1)).loadCached().origin())
                .isEqualTo(Origin.DOTENV);
        byte[] key = DerivedKeys.of(UpstreamStub.KEY, Optional.of(UpstreamStub.LAPTOP))
                .encryptionKey();
        Path cache = Files.writeString(
                directory.resolve(".vault-cache"), SecretsBlob.encrypt(key, "{}", new SecureRandom()));
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minusSeconds(7200)));
        assertThat(loader().maxCacheAge(Duration.ofHours(1)).loadCached().origin())
                .isEqualTo(Origin.DOTENV);
    }

    @Test
    void anEndlessAgeIsNoError() {
        loader().load();
        assertThat(loader().maxCacheAge(ChronoUnit.FOREVER.getDuration())
                        .loadCached()
                        .origin())
                .isEqualTo(Origin.CACHE);
    }

    @Test
    void whatWasLoadedDoesNotChangeWithItsBuilder() {
        VaultEnvLoader loader = loader("PROCESS", "first");
        VaultEnv env = loader.load();
        loader.processEnvironment(Map.of()).environment("production");
        assertThat(env.get("PROCESS")).hasValue("first");
    }

    @Test
    void loadingFromTheCacheNeedsNoAddress() {
        loader().load();
        VaultEnv env = VaultEnv.builder()
                .path(directory.resolve(".env"))
                .processEnvironment(Map.of(
                        "VAULT_KEY",
                        KEY,
                        "VAULT_DEVICE_SECRET",
                        SECRET,
                        "VAULT_URL",
                        "http://example.com",
                        "HOME",
                        "/nowhere"))
                .loadCached();
        assertThat(env.origin()).isEqualTo(Origin.CACHE);
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        Path file = Files.write(directory.resolve(".env"), new byte[] {'A', '=', (byte) 0xe9, '\n'});
        assertThatThrownBy(() -> loaderWithoutKey().load())
                .hasMessage("Cannot read " + file + ": not valid utf-8 text");
    }

    @Test
    void loadingFromTheCacheAsksNobodyAndFallsBackToTheFile() throws IOException {
        envFile("A=file\n");
        assertThat(loader().loadCached().values()).containsExactly(Map.entry("A", "file"));
        loader().load();
        int asked = server.requests().size();
        assertThat(loader().loadCached().values()).containsEntry("A", "vault");
        assertThat(server.requests()).hasSize(asked);
    }

    @Test
    void secretsOfAnotherDeviceAreSaidToBeThat() {
        server.store("development", UpstreamStub.OTHER, "{}");
        assertThatThrownBy(() -> loader().load())
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOREIGN_BLOB))
                .hasMessage("The secrets of 'development' were encrypted by another device");
    }

    @Test
    void theDocumentedTextsTellWhatToDoAboutADevice() {
        server.setDevice(UpstreamStub.LAPTOP, "pending");
        assertThatThrownBy(() -> loader().load())
                .hasMessage(
                        "Device not yet approved. Ask the project owner to run: vault-env approve-device --id <uuid>");
        server.setDevice(UpstreamStub.LAPTOP, "revoked");
        assertThatThrownBy(() -> loader().load()).hasMessage("Device not registered. Run: vault-env register-device");
    }

    @Test
    void aServerThatGoesBackIsReported() {
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"new\"}");
        loader().load();
        server.dropVersion("development");
        assertThat(loader().load().values()).containsEntry("A", "vault");
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("The server answered with version 1 of 'development', but version 2 was seen before");
    }

    @Test
    void aHomeAndADirectoryThatCannotBeWrittenDoNotStopTheApplication() throws IOException {
        Files.writeString(directory.resolve("home"), "a file where the home should be");
        assertThat(loader().path(directory.resolve("no/such/place/.env")).load().values())
                .containsEntry("A", "vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vault.example.com",
                "ftp://localhost",
                "https://user:pw@example.com",
                "vault",
                "http://127.0.0.1.example.com"
            })
    void anAddressThatWouldCarryTheKeyInTheClearIsRefused(String url) {
        assertThatThrownBy(() -> loader().vaultUrl(URI.create(url)).load())
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theServerIsTheOptionOrVaultUrlOrTheHostedOne() {
        assertThat(VaultServer.resolveAddress(Optional.empty(), Map.of()))
                .isEqualTo(URI.create("https://api.vaultdotenv.io"));
        assertThat(VaultServer.resolveAddress(Optional.empty(), Map.of("VAULT_URL", "https://a")))
                .isEqualTo(URI.create("https://a"));
        assertThat(VaultServer.resolveAddress(Optional.of(URI.create("https://b")), Map.of("VAULT_URL", "https://a")))
                .isEqualTo(URI.create("https://b"));
    }

    @Test
    void theServersWordsCannotHarmATerminal() {
        server.disturb(answering(UpstreamStub.error(400, "a\\u001b[31mred\\nline" + "x".repeat(1000))));
        assertThatThrownBy(() -> loader().load())
                .message()
                .doesNotContain("\u001b", "\n")
                .hasSizeLessThan(400);
    }

    private static Behaviour answering(Answer answer) {
        return exchange -> exchange.answer(answer);
    }
}
