package io.envdrift.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.Main;
import io.envdrift.cli.SampleProject;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.FaultyFileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happened to others with links, modes, temporary files and paths does not happen here. */
class FileIncidentsTest {
    private static final String UNTOUCHED = "not ours\n";

    @TempDir
    Path temporary;

    private Path outside;
    private SampleProject project;

    @BeforeEach
    void aProjectAndAFileBesideIt() throws IOException {
        outside = Files.writeString(temporary.resolve("outside"), UNTOUCHED);
        project = new SampleProject(temporary.resolve("project")).service("app", SampleProject.KEY, "A=one\n");
    }

    /** Python-dotenv followed a link when it rewrote a file, and copied over it when the rename failed. */
    @Test
    void cve_2026_28684_aLinkInPlaceOfTheKeysFileIsNotFollowedToTheOutside() throws IOException {
        Files.createSymbolicLink(project.root.resolve("app/.env.keys"), outside);

        CliRun.Result result = project.cli().run("sync", "--force");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).contains("env_keys_filename '.env.keys' is refused");
        assertThat(outside).hasContent(UNTOUCHED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypt", "decrypt", "set A -f", "rotate"})
    void cve_2026_28684_anEnvFileThatIsALinkToTheOutsideIsRefused(String command) throws IOException {
        Path target = temporary.resolve("victim");
        Files.move(project.root.resolve("app/.env.production"), target);
        String before = Files.readString(target);
        Files.createSymbolicLink(project.root.resolve("app/.env.production"), target);
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        project.write(".git/HEAD", "ref: refs/heads/main\n");

        CliRun.Result result = project.cli().input("two\n").run((command + " app/.env.production").split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(target).hasContent(before);
    }

    @Test
    void cve_2026_28684_aRenameThatFailsIsNotReplacedByACopy() {
        FaultyFileOperations counted = FaultyFileOperations.counting(FileOperations.system());
        assertThat(project.cli().operations(counted).run("sync").exit()).isZero();
        int rename = 1
                + counted.visited()
                        .indexOf(counted.visited().stream()
                                .filter(operation -> operation.startsWith("rename"))
                                .findFirst()
                                .orElseThrow());
        project.root.resolve("app/.env.keys").toFile().delete();

        CliRun.Result result = project.cli()
                .operations(FaultyFileOperations.failingAt(rename, FileOperations.system()))
                .run("sync");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(project.root.resolve("app/.env.keys")).doesNotExist();
    }

    /** Keys and plaintext that anybody on the machine could read. */
    @Test
    void sops1902_dotenvx979_bitwarden170_everyFileIsTheOwnersAloneUnderUmask000() throws Exception {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER) + "\n");
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + "profile = \"p\"\nenvironment = \"production\"\n"
                        + "activate_to = \"active.env\"\n");
        Path output = temporary.resolve("output");
        Process pull = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000 && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "pull",
                        "--force",
                        "--profile",
                        "p")
                .directory(project.root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(pull.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(pull.exitValue()).as(Files.readString(output)).isZero();

        TreeMap<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.list(project.root.resolve("app"))) {
            for (Path file : files.toList()) {
                modes.put(
                        file.getFileName().toString().replaceFirst("backup\\..*", "backup"),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertThat(modes)
                .containsOnlyKeys(".env.keys", ".env.keys.backup", ".env.production", "active.env")
                .allSatisfy((name, mode) -> assertThat(mode).as(name).isEqualTo("rw-------"));
    }

    /** Editors of sops and gopass left plaintext in temporary files when they were killed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "decrypt app/.env.production --verify-vault",
                "decrypt app/.env.production --stdout",
                "sync --verify --check-decryption",
                "lock --check",
                "get A -f app/.env.production"
            })
    void sopsEdit_gopass_readingAndVerifyingWritesNoFileAtAll(String command) {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        FaultyFileOperations watched = FaultyFileOperations.counting(FileOperations.system());

        CliRun.Result result = project.cli().operations(watched).run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(watched.visited()).isEmpty();
    }

    static Stream<String> escapingPaths() {
        return Stream.of(
                        "../x",
                        "a/../../x",
                        "/etc/x",
                        "sub/../../x",
                        "link/x",
                        ".git/config",
                        "a\\u0000b",
                        "a\\nb",
                        "..")
                .flatMap(path -> Stream.of("folder_path", "env_file", "activate_to", "env_keys_filename", "pair.txt")
                        .filter(key -> !key.equals("pair.txt") || !path.contains("\\"))
                        .map(key -> key + " " + path));
    }

    /** CWE-22: a repository that makes its reader's tools write elsewhere. */
    @ParameterizedTest
    @MethodSource("escapingPaths")
    void cwe_22_aPathThatLeavesItsFolderIsRefused(String place) throws IOException {
        String[] keyAndPath = place.split(" ", 2);
        Files.createSymbolicLink(project.root.resolve("link"), temporary);
        Files.createSymbolicLink(project.root.resolve("app/link"), temporary);
        String mapping = "\n[[vault.sync.mappings]]\nsecret_name = \"app-key\"\n";
        String line = keyAndPath[0] + " = \"" + keyAndPath[1] + "\"\n";
        String head = project.read("envdrift.toml")
                .substring(0, project.read("envdrift.toml").indexOf("[[vault"));
        List<String> call = List.of("sync", "--ci", "--check-decryption");
        switch (keyAndPath[0]) {
            case "folder_path" -> project.write("envdrift.toml", head + mapping + line);
            case "env_keys_filename" ->
                project.write("envdrift.toml", head + "[vault.sync]\n" + line + mapping + "folder_path = \"app\"\n");
            case "pair.txt" -> {
                project.write("pair.txt", "app-key=" + keyAndPath[1] + "\n");
                call = List.of(
                        "sync",
                        "--ci",
                        "--check-decryption",
                        "-c",
                        "pair.txt",
                        "-p",
                        "hashicorp",
                        "--vault-url",
                        "http://localhost:1");
            }
            default ->
                project.write(
                        "envdrift.toml",
                        head + mapping + "folder_path = \"app\"\nprofile = \"p\"\nenvironment = \"production\"\n"
                                + line);
        }
        if (keyAndPath[0].equals("activate_to") || keyAndPath[0].equals("env_file")) {
            call = List.of("pull", "--force", "--profile", "p");
        }
        List<String> before = names();

        CliRun.Result result = project.cli().run(call.toArray(String[]::new));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all())
                .doesNotContain("Exception")
                .containsAnyOf("refused", "control character", "folder does not exist");
        assertThat(names()).isEqualTo(before);
        assertThat(outside).hasContent(UNTOUCHED);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
