package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;

/** The published schemas: of what commands print as JSON, and of {@code envdrift.toml}. */
class SchemaTest {
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");

    @TempDir
    private static Path examples;

    @TempDir
    private Path root;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sync, 0",
        "sync --verify, 1",
        "sync --dry-run --check-decryption, 0",
        "sync -c nowhere.toml, 1",
        "sync --profile p, 1",
        "pull, 0",
        "lock --check, 0",
        "lock, 0",
        "status, 1",
        "doctor, 1",
        "hook, 0",
        "version, 0",
        "encrypt app/.env.production, 0",
        "encrypt --check app/.env.production, 0",
        "decrypt nowhere, 1",
        "decrypt --verify-vault app/.env.production, 0",
        "diff app/.env.production app/.env.production, 0",
        "rotate app/.env.production, 1",
        "vault-pull app app-key -e production, 0",
        "vault-push --all, 0",
        "vault-push --direct x @envdrift.toml, 0",
        "trust example.test, 0",
        "push, 1"
    })
    void everyCommandPrintsWhatTheSchemaSays(String line, int exit) throws IOException {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");

        CliRun.Result result = project.cli().run((line + " --format json").split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.out()).hasLineCount(1).contains("\"exitCode\":" + exit);
        assertThat(errors("report", result.out())).as(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"no-such-command, 127", "./.env, 126"})
    void aCommandThatCannotBeStartedIsAsTheSchemaSays(String command, int exit) throws IOException {
        new SampleProject(root).write(".env", "A=1\n");

        CliRun.Result result = new CliRun(root).run("run", "--format", "json", "--", command);

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.out()).contains("\"exitCode\":" + exit);
        assertThat(errors("report", result.out())).as(result.out()).isEmpty();
    }

    @Test
    void theSchemaOfTheConfigurationIsNotStale() {
        assertThat(SCHEMAS.resolve("envdrift.schema.json"))
                .as("make it anew with: ./envdrift man --config-schema > docs/schema/envdrift.schema.json")
                .content()
                .isEqualTo(new CliRun(root).run("man", "--config-schema").out());
    }

    @ParameterizedTest
    @MethodSource
    void everyExampleFitsTheSchema(Path config) throws IOException {
        assertThat(errors("envdrift", Toml.parse(config).toJson())).isEmpty();
    }

    static List<Path> everyExampleFitsTheSchema() {
        TrackedFiles.copy("config-examples", examples);
        List<Path> configs = TrackedFiles.names("config-examples").stream()
                .filter(name -> name.endsWith("/envdrift.toml"))
                .map(name -> examples.resolve(name.substring("config-examples/".length())))
                .toList();
        assertThat(configs).hasSizeGreaterThan(8);
        return configs;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        [vault]\\nproviderr = "aws"                                | providerr
        [vault]\\nprovider = "awss"                                | /vault/provider
        [vault.sync]\\nmax_workers = 0                             | max_workers
        [vault.sync]\\nephemeral_keys = "yes"                      | ephemeral_keys
        [[vault.sync.mappings]]\\nsecret_name = "x"                | folder_path
        [vault.named.x]\\nvault_url = "https://x.vault.azure.net"  | provider
        """)
    void whatTheLoaderWouldNotTakeIsMarkedInTheEditor(String toml, String named) throws IOException {
        assertThat(errors("envdrift", Toml.parse(toml.replace("\\n", "\n")).toJson()))
                .isNotEmpty()
                .anySatisfy(error -> assertThat(error).contains(named));
    }

    private static List<String> errors(String schema, String json) throws IOException {
        Schema read = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(SCHEMAS.resolve(schema + ".schema.json")));
        return read.validate(json, InputFormat.JSON).stream()
                .map(String::valueOf)
                .toList();
    }
}
