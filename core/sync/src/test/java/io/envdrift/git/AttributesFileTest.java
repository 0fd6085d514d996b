package io.envdrift.git;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.CsvSource;

/** Which files git hands to the filter, as git itself understands the attributes. */
class AttributesFileTest {
    private static final String LISTED = "api/[x] *\\\"quoted\".env";

    @TempDir
    private Path directory;

    private GitRepository repository;
    private GitDirectory git;

    @BeforeEach
    void repository() {
        repository = GitRepository.init(directory);
        git = GitDirectory.of(directory, Map.of()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`*.psd filter=lfs diff=lfs`, envdrift",
                "`# .env* filter=git-crypt`, envdrift",
                "`.env* diff=other`, envdrift",
                "`.env* filter=git-crypt`, git-crypt",
                "`/deep/** filter=git-crypt`, git-crypt",
                "`* filter=git-crypt`, git-crypt",
                "`\".env.moved\" text filter=git-crypt`, git-crypt",
                "`[attr]crypt filter=git-crypt\n*.moved crypt`, envdrift",
                "`[attr]crypt filter=git-crypt\n.env.* crypt`, git-crypt",
            })
    void aFilterOfAnotherToolKeepsItsEnvFiles(String attributes, String filter) throws IOException {
        repository.write("deep/.gitattributes", attributes.startsWith("/deep") ? "" : "x y");
        repository.write(".gitattributes", attributes + "\n");
        install();
        assertThat(filter("deep/.env.moved")).isEqualTo(filter);
        assertThat(filter(LISTED)).isEqualTo("envdrift");
    }

    @Test
    void attributesInAFolderAndThoseOfTheCloneCountToo() throws IOException {
        repository.write("deep/.gitattributes", "*.env filter=other\n");
        repository.commitAll();
        install();
        assertThat(filter("deep/a.env")).isEqualTo("other");

        Files.delete(directory.resolve("deep/.gitattributes"));
        install();
        assertThat(filter("deep/a.env")).isEqualTo("envdrift");

        Files.writeString(git.common().resolve("info/attributes"), "*.env filter=mine\n");
        install();
        assertThat(filter("deep/a.env")).isEqualTo("mine");
    }

    @Test
    void whatIsCommittedNamesTheListedFilesOnly() {
        AttributesFile shared = AttributesFile.ofProject(git, new AtomicFile(FileOperations.system()));
        shared.install(List.of(LISTED));
        assertThat(filter(LISTED)).isEqualTo("envdrift");
        assertThat(filter(".env.other")).isEqualTo("unspecified");
        assertThat(directory.resolve(".gitattributes")).content().doesNotContain("conflict-marker-size");
        shared.remove();
        assertThat(directory.resolve(".gitattributes")).doesNotExist();
    }

    private void install() {
        AttributesFile.ofClone(git, new AtomicFile(FileOperations.system())).install(List.of(LISTED));
    }

    private String filter(String path) {
        return repository.run("check-attr", "-z", "filter", "--", path).split("\0")[2];
    }
}
