package io.envdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of filtered files as it is written: read by every version that comes later, and true wherever the clone is. */
class FilteredFilesTest {
    private static final String FILE = """
        "files": [{"path": "api/.env", "keyName": "K", "keysFile": "api/.env.keys", "ephemeral": true, %s"mapping": 2}]\
        """;
    private static final String SOURCE = """
        "config": "%s", "plainKeys": ["PORT"], "configText": "text",\
        """;
    private static final FilteredFiles.Entry ENTRY =
            new FilteredFiles.Entry("api/.env", "K", "api/.env.keys", true, 0, 2);

    @TempDir
    private Path directory;

    private Path top;

    @BeforeEach
    void clones() throws IOException {
        directory = directory.toRealPath();
        top = directory.resolve("first");
        Files.createDirectories(top.resolve(".git/worktrees/second"));
        Files.writeString(top.resolve(".git/worktrees/second/commondir"), "../..\n");
        Files.createDirectories(directory.resolve("second"));
        Files.writeString(directory.resolve("second/.git"), "gitdir: " + top.resolve(".git/worktrees/second") + "\n");
    }

    private static GitDirectory git(Path top) {
        return GitDirectory.of(top, Map.of()).orElseThrow();
    }

    private FilteredFiles read(String json) throws IOException {
        Files.createDirectories(top.resolve(".git/envdrift"));
        Files.writeString(top.resolve(".git/envdrift/filter.json"), json);
        return FilteredFiles.of(git(top)).orElseThrow();
    }

    /** The first form had one configuration, the second absolute paths, also those of a linked work tree. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyFormThatWasWrittenIsRead(int version) throws IOException {
        Path config = directory.resolve(version == 2 ? "second" : "first").resolve("envdrift.toml");
        String json = switch (version) {
            case 1 -> SOURCE.formatted(config) + FILE.formatted("");
            case 2 ->
                "\"sources\": [{" + SOURCE.formatted(config).replaceAll(",$", "") + "}],"
                        + FILE.formatted("\"source\": 0, ");
            default ->
                "\"sources\": [{" + SOURCE.formatted("envdrift.toml").replaceAll(",$", "") + "}],"
                        + FILE.formatted("\"source\": 0, ");
        };
        FilteredFiles files = read("{\"version\": %d, \"root\": \"%s\", \"shared\": true, \"ownCommitHook\": false, %s}"
                .formatted(version, version == 3 ? ".." : top, json));
        assertThat(files)
                .isEqualTo(new FilteredFiles(
                        top,
                        true,
                        false,
                        List.of(new FilteredFiles.Source(Path.of("envdrift.toml"), "text", List.of("PORT"))),
                        List.of(ENTRY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "-1"})
    void aFormThatNobodyKnowsIsRefused(String version) {
        assertThatThrownBy(
                        () -> read("{\"version\": " + version + ", \"root\": \"..\", \"sources\": [], \"files\": []}"))
                .hasMessageContaining("filter.json is damaged");
    }

    @Test
    void aCloneThatWasMovedHasItsListStill() throws IOException {
        GitDirectory before = git(top);
        Path outside = directory.resolve("outside.toml");
        FilteredFiles files = new FilteredFiles(
                before.top(),
                false,
                true,
                List.of(
                        new FilteredFiles.Source(
                                before.inWorkTree(top.resolve("web/../envdrift.toml")), "a", List.of()),
                        new FilteredFiles.Source(before.inWorkTree(outside), "b", List.of())),
                List.of(ENTRY));
        files.write(before, new AtomicFile(FileOperations.system()));
        Path moved = Files.move(top, directory.resolve("moved"));
        GitDirectory after = git(moved);
        FilteredFiles read = FilteredFiles.of(after).orElseThrow();
        assertThat(read.root()).isEqualTo(moved);
        assertThat(read.places(read.sources().getFirst(), after)).containsExactly(moved.resolve("envdrift.toml"));
        assertThat(read.places(read.sources().getLast(), after)).containsExactly(outside);
    }

    /** A branch may have another vault file; what git does not know lies where the clone was installed. */
    @Test
    void aLinkedWorkTreeLooksInItselfThenWhereTheFirstInstallationWas() throws IOException {
        FilteredFiles files = new FilteredFiles(
                top,
                false,
                true,
                List.of(new FilteredFiles.Source(Path.of("envdrift.toml"), "a", List.of())),
                List.of(ENTRY));
        files.write(git(top), new AtomicFile(FileOperations.system()));
        GitDirectory second = git(directory.resolve("second"));
        FilteredFiles read = FilteredFiles.of(second).orElseThrow();
        assertThat(read.places(read.sources().getFirst(), second))
                .containsExactly(directory.resolve("second/envdrift.toml"), top.resolve("envdrift.toml"));
        assertThat(second.inWorkTree(top.resolve("envdrift.toml"))).isEqualTo(Path.of("envdrift.toml"));
    }
}
