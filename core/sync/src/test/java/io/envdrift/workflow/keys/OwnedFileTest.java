package io.envdrift.workflow.keys;

import static io.envdrift.workflow.Workspace.mappingOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.git.GitRepository;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedFileTest {
    @TempDir
    Path temporary;

    private Path root;
    private Workspace workspace;

    @BeforeEach
    void makeProject() throws Exception {
        root = Files.createDirectory(temporary.toRealPath().resolve("project"));
        workspace = new Workspace(root);
    }

    @Test
    void aMappingOwnsTheFileItWouldFind() {
        workspace.config("[vault.sync]\nenv_keys_filename = \"team.keys\"\n"
                + mappingOf("a", "app", "environment = \"prod.eu\"", "env_file = \"conf/eu.env\"")
                + mappingOf("b", "app")
                + "[encryption]\nplain_keys = [\"PUBLIC_*\"]\n");
        Path named = workspace.write("app/conf/eu.env", "A=1\n");
        workspace.write("app/.env", "A=1\n");
        OwnedFile owned = OwnedFile.of(named, config());
        assertThat(owned.mapping().map(Mapping::secretName)).contains("a");
        assertThat(owned.keysFile()).isEqualTo(root.resolve("app/team.keys"));
        assertThat(owned.names()).contains(KeyNames.ofEnvironment("prod.eu"));
        assertThat(owned.plainKeys()).hasSize(1);
        assertThat(OwnedFile.of(root.resolve("app/./.env"), config()).mapping().map(Mapping::secretName))
                .contains("b");
    }

    @Test
    void aFileOfNoMappingHasItsKeysBesideIt() {
        workspace.mapping();
        Path stray = workspace.write("app/sub/.env.production", "A=1\n");
        workspace.write("app/.env.production", "A=1\n");
        OwnedFile owned = OwnedFile.of(stray, config());
        assertThat(owned.mapping()).isEmpty();
        assertThat(owned.names()).isEmpty();
        assertThat(owned.keysFile()).isEqualTo(root.resolve("app/sub/.env.keys"));
        assertThat(OwnedFile.of(stray, Optional.empty()).keysFile()).isEqualTo(root.resolve("app/sub/.env.keys"));
    }

    @Test
    void whatIsWrongWithAnotherMappingDoesNotMatter() throws Exception {
        workspace.config(mappingOf("a", "app", "environment = \"staging\"")
                + mappingOf("b", "../out")
                + mappingOf("c", "missing")
                + mappingOf("d", "app"));
        Path file = workspace.write("app/.env.production", "A=1\n");
        // The file of the first mapping leads outside, which is an error of that mapping.
        Path outside = Files.writeString(temporary.resolve("outside"), "A=1\n");
        Files.createSymbolicLink(root.resolve("app/.env.staging"), outside);
        assertThat(OwnedFile.of(file, config()).mapping().map(Mapping::secretName))
                .contains("d");
    }

    @ParameterizedTest
    @ValueSource(strings = {".env.keys", ".ENV.KEYS", ".env.example", "x.sample", "x.Template"})
    void companionsAreRefusedByTheirName(String name) {
        Path file = workspace.write("app/" + name, "A=1\n");
        assertRefused(file, ErrorCode.UNSUITABLE_FILE);
    }

    @Test
    void whatIsMissingOrNoFileIsRefused() throws Exception {
        assertRefused(root.resolve("app/.env"), ErrorCode.FILE_NOT_FOUND);
        assertRefused(Files.createDirectory(root.resolve(".env")), ErrorCode.UNSUITABLE_FILE);
        Path dangling = Files.createSymbolicLink(root.resolve("link"), root.resolve("nowhere"));
        assertRefused(dangling, ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void aLinkIsFollowedInsideTheProjectOnly() throws Exception {
        Path real = workspace.write("shared/.env", "A=1\n");
        Files.createDirectories(root.resolve("app"));
        Path inside = Files.createSymbolicLink(root.resolve("app/.env"), Path.of("../shared/.env"));
        Path outside = Files.createSymbolicLink(
                root.resolve("app/.env.out"), Files.writeString(temporary.resolve("canary"), "A=1\n"));
        // What the user names is read wherever it leads.
        assertThat(OwnedFile.of(inside, Optional.empty()).file()).isEqualTo(real);
        assertThat(OwnedFile.of(outside, Optional.empty()).file())
                .isEqualTo(temporary.toRealPath().resolve("canary"));
        // Without a repository the project is the folder of the file.
        for (OwnedFile.Named by : List.of(OwnedFile.Named.TO_WRITE, OwnedFile.Named.BY_DEFAULT)) {
            assertRefused(inside, by, ErrorCode.PATH_ESCAPES);
        }
        GitRepository.init(root);
        for (OwnedFile.Named by : List.of(OwnedFile.Named.TO_WRITE, OwnedFile.Named.BY_DEFAULT)) {
            assertThat(OwnedFile.of(inside, Optional.empty(), by).file()).isEqualTo(real);
            assertThat(OwnedFile.of(inside, Optional.empty(), by).name()).isEqualTo(".env");
            assertRefused(outside, by, ErrorCode.PATH_ESCAPES);
        }
    }

    @Test
    void goesUpFromWhereALinkLeads() throws Exception {
        Path real = workspace.write("deep/.env", "A=1\n");
        workspace.write(".env", "A=2\n");
        Files.createDirectories(root.resolve("deep/below"));
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("deep/below"));
        assertThat(OwnedFile.of(link.resolve("../.env"), Optional.empty()).file())
                .isEqualTo(real);
    }

    @Test
    void readsWithTheKeysOfEnvironmentItsFolderAndTheWorkingDirectory() {
        Path file = workspace.write("app/.env", "A=1\n");
        OwnedFile owned = OwnedFile.of(file, Optional.empty());
        assertThat(owned.ring(KeyRing.empty(), root).isEmpty()).isTrue();
        workspace.write(".env.keys", "DOTENV_PRIVATE_KEY=" + Workspace.hex(Workspace.KEY) + "\n");
        assertThat(owned.ring(KeyRing.empty(), root).keys()).containsExactly(Workspace.KEY);
        workspace.write("app/.env.keys", "DOTENV_PRIVATE_KEY=" + Workspace.hex(Workspace.OTHER) + "\n");
        assertThat(owned.ring(KeyRing.empty(), root).keys()).containsExactlyInAnyOrder(Workspace.KEY, Workspace.OTHER);
        assertThat(owned.ring(KeyRing.of(Workspace.KEY), root.resolve("app")).keys())
                .containsExactly(Workspace.KEY, Workspace.OTHER);
    }

    private static void assertRefused(Path file, ErrorCode code) {
        assertRefused(file, OwnedFile.Named.TO_READ, code);
    }

    private static void assertRefused(Path file, OwnedFile.Named by, ErrorCode code) {
        assertThatThrownBy(() -> OwnedFile.of(file, Optional.empty(), by))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Optional<EnvdriftConfig> config() {
        try (Project project = workspace.open()) {
            return Optional.of(project.config());
        }
    }
}
