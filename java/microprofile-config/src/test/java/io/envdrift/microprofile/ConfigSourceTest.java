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
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
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
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "s3cret", "2222"));
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
                                "io.envdrift.microprofile..", "io.envdrift.api..", "io.envdrift.base.."))))
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
