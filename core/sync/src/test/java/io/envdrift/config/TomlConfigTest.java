package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlConfigTest {
    @TempDir
    private Path directory;

    private ConfigFiles files;

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    @Test
    void everyKeyIsRead() throws IOException {
        EnvdriftConfig config = files.toml("""
            [vault]
            provider = "hashicorp"
            ca_file = "certs/ca.pem"

            [vault.hashicorp]
            url = "https://vault.example.com:8200"
            verify = false
            namespace = " "

            [vault.local]
            path = "vault.bin"

            [vault.named.eu]
            provider = "aws"
            region = "eu-central-1"

            [vault.sync]
            default_vault_name = "kv"
            env_keys_filename = "keys/.env.keys"
            max_workers = 4
            ephemeral_keys = true
            allow_outside_root = true
            strict_keys = true

            [[vault.sync.mappings]]
            secret_name = "team/api"
            folder_path = "services/api"
            vault_name = "eu"
            environment = "staging"
            env_file = "config/.env"
            profile = "ci"
            activate_to = ".env"
            ephemeral_keys = false

            [encryption]
            backend = "dotenvx"
            smart_encryption = true
            plain_keys = ["PUBLIC_*", "PORT"]
            """);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.directory()).isEqualTo(directory.toRealPath());
        assertThat(config.vault())
                .isEqualTo(new VaultTables(
                        directory.toRealPath(),
                        true,
                        Optional.of("hashicorp"),
                        Map.of(
                                "hashicorp",
                                Map.of("url", "https://vault.example.com:8200", "verify", "false"),
                                "local",
                                Map.of("path", "vault.bin")),
                        Map.of("eu", new VaultTables.NamedVault("aws", Map.of("region", "eu-central-1"))),
                        Optional.of(directory.toRealPath().resolve("certs/ca.pem"))));
        assertThat(config.encryption()).isEqualTo(new EncryptionSettings("dotenvx", true, List.of("PUBLIC_*", "PORT")));
        SyncSettings sync = config.sync();
        assertThat(sync.defaultVaultName()).contains("kv");
        assertThat(sync.envKeysFilename()).isEqualTo("keys/.env.keys");
        assertThat(sync.maxWorkers()).hasValue(4);
        assertThat(List.of(
                        sync.has(SyncSettings.Rule.EPHEMERAL_KEYS),
                        sync.has(SyncSettings.Rule.ALLOW_OUTSIDE_ROOT),
                        sync.has(SyncSettings.Rule.STRICT_KEYS)))
                .containsOnly(true);
        Path folder = directory.toRealPath().resolve("services/api");
        assertThat(sync.mappings())
                .containsExactly(new Mapping(
                        0,
                        "team/api",
                        "services/api",
                        folder,
                        directory.toRealPath(),
                        "staging",
                        Optional.of("ci"),
                        Optional.of("eu"),
                        Optional.of("config/.env"),
                        Optional.of(".env"),
                        false,
                        "keys/.env.keys",
                        folder.resolve("keys/.env.keys"),
                        25,
                        Optional.empty()));
        assertThat(sync.mappings().getFirst().keysFile()).isEqualTo(folder.resolve("keys/.env.keys"));
    }

    @Test
    void absentKeysHaveTheirDefaults() throws IOException {
        EnvdriftConfig config = files.toml("[[vault.sync.mappings]]\nsecret_name = \"s\"\nfolder_path = \".\"\n");

        assertThat(config.vault()).isEqualTo(VaultTables.empty(directory.toRealPath()));
        assertThat(config.encryption()).isEqualTo(EncryptionSettings.usual());
        Mapping mapping = config.sync().mappings().getFirst();
        assertThat(config.sync()).isEqualTo(SyncSettings.none().with(List.of(mapping)));
        assertThat(mapping.environment()).isEqualTo("production");
        assertThat(mapping.folder()).isEqualTo(directory.toRealPath());
        assertThat(mapping.envKeysFilename()).isEqualTo(".env.keys");
        assertThat(mapping.ephemeral()).isFalse();
        assertThat(mapping.line()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "environment = 'staging',staging",
        "profile = 'local',local",
        "'profile = ''local''\nenvironment = ''dev''',dev",
        "'',production",
    })
    void theEnvironmentIsAsWrittenElseTheProfileElseProduction(String lines, String environment) throws IOException {
        assertThat(files.mapping(lines).environment()).isEqualTo(environment);
    }

    @ParameterizedTest
    @CsvSource({"true,,true", "false,,false", "true,false,false", "false,true,true", ",true,true", ",,false"})
    void aMappingDecidesWhetherItsKeyIsEphemeralElseTheCentralTable(String central, String own, boolean ephemeral)
            throws IOException {
        String text = (central == null ? "" : "[vault.sync]\nephemeral_keys = " + central + "\n")
                + "[[vault.sync.mappings]]\nsecret_name = \"s\"\nfolder_path = \"f\"\n"
                + (own == null ? "" : "ephemeral_keys = " + own + "\n");

        assertThat(files.toml(text).sync().mappings().getFirst().ephemeral()).isEqualTo(ephemeral);
    }

    @Test
    void aFileOfItsOwnMayHoldTheMappingsAtTheTop() throws IOException {
        EnvdriftConfig config = files.load(
                "sync.TOML",
                "env_keys_filename = \"team.keys\"\n[[mappings]]\nsecret_name = \"a\"\nfolder_path = \"f\"\n");

        assertThat(config.warnings()).isEmpty();
        assertThat(config.sync().envKeysFilename()).isEqualTo("team.keys");
        assertThat(config.sync().mappings()).extracting(Mapping::secretName).containsExactly("a");
    }

    @Test
    void pyprojectIsReadBelowItsToolTable() throws IOException {
        EnvdriftConfig config = files.load("pyproject.toml", """
            [project]
            name = "x"
            [tool.envdrift]
            schema = "config:Settings"
            environments = ["production"]
            [tool.envdrift.vault]
            provider = "gcp"
            [[tool.envdrift.vault.sync.mappings]]
            secret_name = "a"
            folder_path = "f"
            """);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.vault().provider()).contains("gcp");
        assertThat(config.sync().mappings()).hasSize(1);
    }

    @Test
    void pyprojectWithoutItsToolTableHasNoMappings() throws IOException {
        EnvdriftConfig config = files.load("pyproject.toml", "[[vault.sync.mappings]]\nsecret_name = \"a\"\n");

        assertThat(config.sync().mappings()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF[vault]\nprovider = \"aws\"\n", "[vault]\r\nprovider = \"aws\"\r\n"})
    void aByteOrderMarkAndWindowsLineEndsAreFine(String text) throws IOException {
        assertThat(files.toml(text).vault().provider()).contains("aws");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a = '|line 1, column 5",
                "[vault]\\nprovider = azure|line 2, column 12",
                "[vault|line 1, column 7",
                "[vault]\\n[vault]|line 2, column 1",
                "a = 1\\na = 2|line 2, column 1",
                "a = 'open|line 1, column 10",
                "a = {b = 1,}|line 1, column 11",
            })
    void aSyntaxErrorTellsLineAndColumn(String text, String position) {
        assertThatThrownBy(() -> files.toml(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_SYNTAX);
                    assertThat(e)
                            .hasMessageStartingWith("TOML syntax error in " + directory.resolve("envdrift.toml") + ": ")
                            .hasMessageEndingWith("(" + position + ")");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vault = 1|vault must be a table (line 1, column 1)",
                "[vault]\\nsync = 'x'|vault.sync must be a table (line 2, column 1)",
                "[vault]\\nprovider = 1|vault.provider must be text (line 2, column 1)",
                "[vault]\\n"
                    + "ca_file = '../ca.pem'|vault.ca_file leads outside the directory of the configuration (line 2,"
                    + " column 1)",
                "[vault.azure]\\nvault_url = true|vault.azure.vault_url must be text (line 2, column 1)",
                "[vault.hashicorp]\\nverify = 'no'|vault.hashicorp.verify must be true or false (line 2, column 1)",
                "[vault]\\nnamed = []|vault.named must be a table (line 2, column 1)",
                "[vault.named]\\neu = 1|vault.named.eu must be a table (line 2, column 1)",
                "[vault.named.eu]\\nregion = 'x'|vault.named.eu.provider is required (line 1, column 1)",
                "[vault.named.eu]\\nprovider = ' '|vault.named.eu.provider is required (line 2, column 1)",
                "[vault.named.eu]\\nprovider = 1|vault.named.eu.provider must be text (line 2, column 1)",
                "[vault.sync]\\nmax_workers = 0|vault.sync.max_workers must be a whole number of at least 1 (line 2,"
                        + " column 1)",
                "[vault.sync]\\nmax_workers = true|vault.sync.max_workers must be a whole number of at least 1 (line 2,"
                        + " column 1)",
                "[vault.sync]\\nmax_workers = 4.0|vault.sync.max_workers must be a whole number of at least 1 (line 2,"
                        + " column 1)",
                "[vault.sync]\\nmax_workers = 99999999999|vault.sync.max_workers must be a whole number of at least 1"
                        + " (line 2, column 1)",
                "[vault.sync]\\n"
                        + "ephemeral_keys = 'yes'|vault.sync.ephemeral_keys must be true or false (line 2, column 1)",
                "[vault.sync]\\nallow_outside_root = 1|vault.sync.allow_outside_root must be true or false (line 2,"
                        + " column 1)",
                "[vault.sync]\\nstrict_keys = []|vault.sync.strict_keys must be true or false (line 2, column 1)",
                "[vault.sync]\\nenv_keys_filename = 1|vault.sync.env_keys_filename must be text (line 2, column 1)",
                "[vault.sync]\\nmappings = {}|vault.sync.mappings must be a list of tables (line 2, column 1)",
                "[vault.sync]\\nmappings = [1]|vault.sync.mappings[0] must be a table (line 2, column 13)",
                "[encryption]\\n"
                        + "backend = 'sopps'|encryption.backend must be dotenvx or sops; did you mean 'sops'? (line 2,"
                        + " column 1)",
                "[encryption]\\n"
                        + "smart_encryption = 1|encryption.smart_encryption must be true or false (line 2, column 1)",
                "[encryption]\\nplain_keys = 'A'|encryption.plain_keys must be a list of texts (line 2, column 1)",
                "[encryption]\\nplain_keys = [1]|encryption.plain_keys must be a list of texts (line 2, column 1)",
                "guard = 1|guard must be a table (line 1, column 1)",
            })
    void aWrongTypeIsAnError(String text, String error) {
        assertThatThrownBy(() -> files.toml(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                    assertThat(e).hasMessage("Invalid config in " + directory.resolve("envdrift.toml") + ": " + error);
                });
    }

    @Test
    void allThatIsWrongIsListedAtOnceInTheOrderOfTheFile() {
        EnvdriftException error = catchThrowableOfType(EnvdriftException.class, () -> files.toml("""
            [vault.sync]
            max_workers = "four"
            [[vault.sync.mappings]]
            environment = 1
            ephemeral_keys = "no"
            [[vault.sync.mappings]]
            secret_name = 7
            folder_path = "f"
            """));

        assertThat(error)
                .hasMessage("Invalid config in " + directory.resolve("envdrift.toml") + ": "
                        + "vault.sync.max_workers must be a whole number of at least 1 (line 2, column 1); "
                        + "vault.sync.mappings[0].secret_name is required (line 3, column 1); "
                        + "vault.sync.mappings[0].folder_path is required (line 3, column 1); "
                        + "vault.sync.mappings[0].environment must be text (line 4, column 1); "
                        + "vault.sync.mappings[0].ephemeral_keys must be true or false (line 5, column 1); "
                        + "vault.sync.mappings[1].secret_name must be text (line 7, column 1)");
    }

    @Test
    void noMessageShowsAValueItMayBeASecretInTheWrongPlace() {
        EnvdriftException error = catchThrowableOfType(
                EnvdriftException.class,
                () -> files.toml(
                        "[vault]\nprovider = ['canary']\n[vault.hashicorp]\ntoken = 'canary'\nurl = ['canary']\n"));

        assertThat(error.getMessage() + error.hint()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[valt]|unknown key 'valt' at the top; did you mean 'vault'? (line 1, column 1)",
                "[vault]\\n"
                    + "providor = 'x'|unknown key 'providor' in [vault]; did you mean 'provider'? (line 2, column 1)",
                "[vault.azur]|unknown key 'azur' in [vault]; did you mean 'azure'? (line 1, column 1)",
                "[vault.azure]\\n"
                        + "vaulturl = 'x'|unknown key 'vaulturl' in [vault.azure]; did you mean 'vault_url'? (line 2,"
                        + " column 1)",
                "[vault.hashicorp]\\ntoken = 'x'|unknown key 'token' in [vault.hashicorp] (line 2, column 1)",
                "[vault.named.eu]\\n"
                    + "provider = 'aws'\\n"
                    + "regoin = 'x'|unknown key 'regoin' in [vault.named.eu]; did you mean 'region'? (line 3, column"
                    + " 1)",
                "[vault.sync]\\nmaxworkers = 1|unknown key 'maxworkers' in [vault.sync]; did you mean 'max_workers'?"
                        + " (line 2, column 1)",
                "[[vault.sync.mappings]]\\nsecret_name = 's'\\nfolder_path = 'f'\\nfolder = 'f'|unknown key 'folder' in"
                        + " [vault.sync.mappings[0]]; did you mean 'folder_path'? (line 4, column 1)",
                "[encryption]\\nbackends = 'x'|unknown key 'backends' in [encryption]; did you mean 'backend'? (line 2,"
                        + " column 1)",
                "schema = 'x'|unknown key 'schema' at the top (line 1, column 1)",
            })
    void anUnknownKeyIsWarnedOfWithASuggestion(String text, String warning) throws IOException {
        assertThat(files.toml(text.replace("\\n", "\n")).warnings())
                .containsExactly(directory.resolve("envdrift.toml") + ": " + warning);
    }

    @Test
    void topLevelMappingsBesideVaultSyncAreUnknown() throws IOException {
        EnvdriftConfig config = files.toml("mappings = []\n[vault.sync]\n");

        assertThat(config.warnings()).singleElement().asString().contains("unknown key 'mappings' at the top");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[envdrift]\nschema = 'x'\nenvironments = []\n",
                "[validation]\ncheck_encryption = true\n",
                "[precommit]\nfiles = []\n",
                "[git_hook_check]\nmethod = 'x'\n",
                "[partial_encryption]\nenabled = true\n[[partial_encryption.environments]]\nname = 'x'\n",
                "[guard]\nscanners = []\n[guard.x]\ny = 1\n",
                "[guardian]\nenabled = true\n",
                "[vault.mappings]\nanything = 1\n",
                "[encryption.dotenvx]\nauto_install = true\n",
                "[encryption.sops]\nage_recipients = 'x'\n",
            })
    void tablesOfTheOriginalToolAreAcceptedWithoutAWord(String text) throws IOException {
        assertThat(files.toml(text).warnings()).isEmpty();
    }

    @Test
    void keysWithDotsAreKeysNotPaths() throws IOException {
        EnvdriftConfig config = files.toml("'vault.sync' = 1\n");

        assertThat(config.warnings()).singleElement().asString().contains("unknown key 'vault.sync' at the top");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quick-start",
                "configuration",
                "ephemeral-central",
                "ephemeral-mapping",
                "profiles",
                "initial-setup",
                "older-quick-start",
                "older-configuration",
                "older-initial-setup",
            })
    void everyExampleOfTheGuidesLoads(String example) throws IOException {
        String text = new String(
                TomlConfigTest.class
                        .getResourceAsStream("guide/" + example + ".toml")
                        .readAllBytes(),
                StandardCharsets.UTF_8);

        EnvdriftConfig config = files.toml(text);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.sync().mappings())
                .isNotEmpty()
                .allSatisfy(mapping -> assertThat(mapping.problem()).isEmpty());
    }

    @Test
    void aProfileSelectsItsOwnMappingsAndTheUntaggedOnes() throws IOException {
        EnvdriftConfig config = files.toml("""
            [[vault.sync.mappings]]
            secret_name = "shared"
            folder_path = "."
            [[vault.sync.mappings]]
            secret_name = "local"
            folder_path = "."
            profile = "local"
            [[vault.sync.mappings]]
            secret_name = "prod"
            folder_path = "."
            profile = "Prod"
            """);

        assertThat(config.select(Optional.empty()))
                .extracting(Mapping::secretName)
                .containsExactly("shared");
        assertThat(config.select(Optional.of("local")))
                .extracting(Mapping::secretName)
                .containsExactly("shared", "local");
        assertThat(config.select(Optional.of("prod")))
                .extracting(Mapping::secretName)
                .containsExactly("shared");
        assertThat(config.profiles()).containsExactly("Prod", "local");
    }
}
