package io.envdrift.microprofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.provider.local.LocalKey;
import io.envdrift.provider.local.LocalVault;
import io.envdrift.vault.WriteCondition;
import io.quarkus.deployment.Build;
import io.quarkus.deployment.dev.DevMode;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SmallRye Config with env files as sources: what it gives, and how it fails. */
class ConfigSourceTest {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";

    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void anEncryptedFile() throws IOException {
        EnvDocument plain = EnvDocument.parse("DATABASE_URL=db:s3cret\nPORT=8080\n");
        write(
                ".env.production",
                new EnvFileCipher(new SecureRandom())
                        .encrypt(plain, Encryption.of(KEY.publicKey(), ".env.production"))
                        .document()
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "keys file", "vault"})
    void theApplicationIsGivenTheDecryptedValues(String place) throws IOException {
        switch (place) {
            case "environment" -> environment.put(NAME, hex(KEY));
            case "keys file" -> write(".env.keys", NAME + "=" + hex(KEY));
            default -> vault();
        }
        SmallRyeConfig config = config("production");
        assertThat(config.getValue("database.url", String.class)).isEqualTo("db:s3cret");
        assertThat(config.getValue("DATABASE_URL", String.class)).isEqualTo("db:s3cret");
        assertThat(config.getValue("port", Integer.class)).isEqualTo(8080);
        assertThat(config.getOptionalValue("no.such", String.class)).isEmpty();
        assertThat(config.getConfigSources())
                .allSatisfy(source -> assertThat(source.toString()).doesNotContain("s3cret"));
    }

    /** What the runtime would expand again, or take for its escapes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa$$w",
                "${x}",
                "a${x:-b}$y",
                "\\$y",
                "\\\\${x}",
                "x\\y",
                "$",
                "$$",
                "$$$",
                "a$",
                "{$}",
                "a,b",
                "#{x}",
                "\\",
                "${",
                "$${x}"
            })
    void aValueArrivesAsItIs(String value) throws IOException {
        write(".env.odd", "ODD='" + value + "'\n");
        assertThat(config("odd").getValue("odd", String.class)).isEqualTo(value);
    }

    @Test
    void laterFilesWinAndOptionalOnesMayBeMissing() throws IOException {
        environment.put(NAME, hex(KEY));
        write(".env.local", "PORT=9090\n");
        assertThat(config("production", "local").getValue("port", Integer.class))
                .isEqualTo(9090);
        assertThat(config("local", "production").getValue("port", Integer.class))
                .isEqualTo(8080);
        environment.put(EnvdriftConfigSources.VARIABLE, "optional:" + root.resolve(".env.none"));
        assertThat(sources(new Properties())).isEmpty();
        environment.remove(EnvdriftConfigSources.VARIABLE);
        assertThat(sources(new Properties())).isEmpty();
    }

    /** The names that a location leaves open are those of the profiles; the later one wins. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mp.config.profile | production | 8080",
                "smallrye.config.profile | production,eu | 1",
                "quarkus.profile | eu,production | 8080",
                "MP_CONFIG_PROFILE | eu | 1",
                "other | production | 2"
            })
    void profilesAreEnvironments(String setting, String profiles, int port) throws IOException {
        environment.put(NAME, hex(KEY));
        write(".env.eu", "PORT=1\n");
        write(".env", "PORT=2\n");
        Properties properties = new Properties();
        if (setting.equals("MP_CONFIG_PROFILE")) {
            environment.put(setting, profiles);
        } else {
            properties.setProperty(setting, profiles);
        }
        properties.setProperty(EnvdriftConfigSources.PROPERTY, root + "/");
        assertThat(config(properties).getValue("port", Integer.class)).isEqualTo(port);
    }

    /** A project without a {@code VAULT_KEY} is read as it was before it moved to the vault. */
    @Test
    void otherSourcesAreReadToo() throws IOException {
        write(".env", "PORT=2\n");
        Properties properties = new Properties();
        properties.setProperty(EnvdriftConfigSources.PROPERTY, "vault-env:" + root + "/");
        assertThat(config(properties).getValue("port", Integer.class)).isEqualTo(2);
        properties.setProperty(EnvdriftConfigSources.PROPERTY, "optional:" + root + "/none/,optional:mapping:none");
        assertThatThrownBy(() -> config(properties)).hasMessageContaining("No mapping has the secret 'none'");
    }

    @Test
    void aRotatedValueIsReadWhileTheApplicationRuns() throws Exception {
        write(".env", "PASSWORD=old\n");
        Properties properties = new Properties();
        properties.setProperty(EnvdriftConfigSources.PROPERTY, root + "/.env");
        properties.setProperty("envdrift.refresh.interval", "20ms");
        SmallRyeConfig config = config(properties);
        try {
            assertThat(config.getValue("password", String.class)).isEqualTo("old");
            write("next", "PASSWORD=new\n");
            Files.move(root.resolve("next"), root.resolve(".env"), StandardCopyOption.ATOMIC_MOVE);
            Instant end = Instant.now().plusSeconds(60);
            while (!config.getValue("password", String.class).equals("new")) {
                assertThat(Instant.now()).as("the new value").isBefore(end);
                Thread.onSpinWait();
            }
        } finally {
            for (ConfigSource source : config.getConfigSources(EnvdriftConfigSource.class)) {
                ((EnvdriftConfigSource) source).close();
            }
        }
    }

    /** The runtime closes only what it was given, and it is given nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"/.env.none", "/.env.production", ",levels:"})
    void noWatchIsLeftWhereALaterLocationFails(String failing) throws Exception {
        write(".env", "PASSWORD=old\n");
        Properties properties = new Properties();
        properties.setProperty(
                EnvdriftConfigSources.PROPERTY,
                root + "/.env," + root + "/.env," + (failing.startsWith("/") ? root + failing : failing));
        properties.setProperty("envdrift.refresh.interval", "1h");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThatThrownBy(() -> sources(properties)).isInstanceOf(EnvdriftException.class);
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) {
            // One that was told to end is on its way.
            assertThat(!thread.getName().startsWith("envdrift-") || thread.join(Duration.ofSeconds(30)))
                    .as(thread.getName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5s", "0s", "5", "0.0005s"})
    void anIntervalThatIsNoneIsRefused(String interval) {
        Properties properties = new Properties();
        properties.setProperty("envdrift.refresh.interval", interval);
        assertThatThrownBy(() -> config(properties))
                .hasMessage("envdrift.refresh.interval is no duration: '" + interval
                        + "' [ED-107]: write 30s, 5m or PT30S");
    }

    @ParameterizedTest
    @CsvSource({
        "levels:acme/backend, DOTENV_API_KEY, ED-402",
        "levels:acme/backend, '', ED-405",
        "envsync:project-123/main, ENVSYNC_TOKEN, ED-402",
        "envsync:project-123/main, '', ED-405",
        "vault-env:production, '', ED-600",
        "vault-env:production, VAULT_KEY, ED-601",
        "levels:, '', ED-107"
    })
    void aServerThatCannotBeUsedIsOneClearLine(String location, String malformed, String code) {
        for (String address : List.of("VAULT_URL", "DOTENV_API_URL", "ENVSYNC_API")) {
            environment.put(address, "http://127.0.0.1:1");
        }
        environment.put("XDG_STATE_HOME", root.resolve("state").toString());
        environment.put("VAULT_KEY", "vk_3f2b8c1e-9d4a_" + "ab".repeat(32));
        environment.put("DOTENV_API_KEY", "dotenv_01ARZ3NDEKTSV4RRFFQ69G5FAV_" + "ab".repeat(32));
        environment.put("ENVSYNC_TOKEN", "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl");
        environment.put("ENVSYNC_PASS", "c4n4ry passphrase of the tests");
        if (!malformed.isEmpty()) {
            environment.put(malformed, "s3cret\nof another kind");
        }
        Properties properties = new Properties();
        properties.setProperty(EnvdriftConfigSources.PROPERTY, location);
        assertThatThrownBy(() -> config(properties))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("[" + code + "]: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "s3cret", "c4n4ry", "abab"));
    }

    @ParameterizedTest
    @CsvSource({
        "none, production, no private key is at hand, envdrift sync",
        "wrong, production, no private key at hand opens it, envdrift sync",
        "vault, production, team.vault, ED-4",
        "none, staging, File not found, there is .env.production"
    })
    void whatIsWrongIsOneClearLine(String key, String file, String message, String hint) throws IOException {
        switch (key) {
            case "wrong" -> environment.put(NAME, hex(OTHER));
            case "vault" -> {
                vault();
                Files.delete(root.resolve("team.vault"));
            }
            default -> assertThat(key).isEqualTo("none");
        }
        assertThatThrownBy(() -> config(file))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContainingAll(message, hint, "[ED-")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "s3cret", "2".repeat(16)));
    }

    /** It records the values of all sources in the classes that it makes. */
    @Test
    void aBuildOfQuarkusIsGivenNothing() throws IOException {
        write(".env", "PASSWORD=s3cret\n");
        Properties properties = new Properties();
        properties.setProperty(EnvdriftConfigSources.PROPERTY, root + "/.env," + root + "/.env.none");
        assertThat(Build.of(() -> sources(properties))).isEmpty();
        assertThat(DevMode.of(() -> Build.of(() -> sources(properties)))).isEmpty();
        assertThatThrownBy(() -> DevMode.of(() -> sources(properties))).hasMessageContaining("File not found");
        assertThatThrownBy(() -> sources(properties)).hasMessageContaining("File not found");
    }

    @Test
    void runtimesFindTheProvider() {
        assertThat(ServiceLoader.load(ConfigSourceProvider.class))
                .hasAtLeastOneElementOfType(EnvdriftConfigSources.class);
    }

    @Test
    void theSourceKnowsTheFacadeOnly() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.envdrift..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "io.envdrift.microprofile..", "io.envdrift.sources..", "io.envdrift.base.."))))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.envdrift.microprofile"));
    }

    private SmallRyeConfig config(String... names) {
        Properties properties = new Properties();
        StringBuilder locations = new StringBuilder();
        for (String name : names) {
            locations.append(", ").append(root.resolve(".env." + name));
        }
        properties.setProperty(EnvdriftConfigSources.PROPERTY, locations.toString());
        return config(properties);
    }

    private SmallRyeConfig config(Properties properties) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors();
        sources(properties).forEach(builder::withSources);
        return builder.build();
    }

    private Iterable<ConfigSource> sources(Properties properties) {
        return new EnvdriftConfigSources(environment, properties)
                .getConfigSources(getClass().getClassLoader());
    }

    private void vault() throws IOException {
        AtomicFile files = new AtomicFile(FileOperations.system());
        LocalVault.create(root.resolve("team.vault"), LocalKey.createFile(root.resolve("team.key"), files), files)
                .put("app-key", Secret.of(hex(KEY)), WriteCondition.always());
        write("envdrift.toml", """
            [vault]
            provider = "local"
            [vault.local]
            path = "team.vault"
            key_file = "team.key"
            [[vault.sync.mappings]]
            secret_name = "app-key"
            folder_path = "."
            """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
    }

    private static String hex(PrivateKey key) {
        return key.secret().reveal();
    }
}
